import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFresh } from '@/live/useFresh';
import { Page } from '@/ui/Page';
import { AddMenu } from './AddMenu';
import { CardsTab } from './CardsTab';
import { ChartTab } from './ChartTab';
import { ListsTab } from './ListsTab';
import { LogTab } from './LogTab';
import { MatrixTab } from './MatrixTab';
import { TokenDialogs } from './TokenDialogs';
import { TokenDrawer } from './TokenDrawer';
import { useUrl } from './url';
import { ACCOUNTS } from './useAccounts';

const TABS = { cards: CardsTab, chart: ChartTab, matrix: MatrixTab, log: LogTab, lists: ListsTab };
type Tab = keyof typeof TABS;

function isTab(name: string | null): name is Tab {
  return name !== null && Object.hasOwn(TABS, name);
}

export default function TokensPage() {
  const { t } = useTranslation('vk');
  const [params, set] = useUrl();
  const asked = params.get('tab');
  const tab: Tab = isTab(asked) ? asked : 'cards';
  const Shown = TABS[tab];
  useFresh(['vk.accountChanged'], ACCOUNTS, ['vk', 'matrix'], ['vk', 'account']);
  return (
    <Page title={t('title')} hint={t('hint')} actions={<AddMenu />}>
      <Tabs value={tab} onChange={(next) => set({ tab: next === 'cards' ? undefined : (next ?? undefined) })} keepMounted={false}>
        <Tabs.List mb="md">
          {Object.keys(TABS).map((each) => (
            <Tabs.Tab key={each} value={each} px={{ base: 7, sm: 'sm' }}>
              {t(`tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {Object.keys(TABS).map((each) => (
          <Tabs.Panel key={each} value={each}>
            {each === tab && <Shown />}
          </Tabs.Panel>
        ))}
      </Tabs>
      <TokenDrawer id={params.get('token') ?? undefined} onClose={() => set({ token: undefined })} />
      <TokenDialogs />
    </Page>
  );
}
