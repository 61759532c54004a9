import { Page } from '@/ui/Page';

export default function UsersPage() {
  return <Page title="UsersPage">{null}</Page>;
}
