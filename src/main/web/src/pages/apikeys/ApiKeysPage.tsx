import { Page } from '@/ui/Page';

export default function ApiKeysPage() {
  return <Page title="ApiKeysPage">{null}</Page>;
}
