import { Page } from '@/ui/Page';

export default function ControlPage() {
  return <Page title="ControlPage">{null}</Page>;
}
