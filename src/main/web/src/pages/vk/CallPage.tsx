import { Page } from '@/ui/Page';

export default function CallPage() {
  return <Page title="CallPage">{null}</Page>;
}
