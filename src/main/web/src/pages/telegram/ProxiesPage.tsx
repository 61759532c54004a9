import { Page } from '@/ui/Page';

export default function ProxiesPage() {
  return <Page title="ProxiesPage">{null}</Page>;
}
