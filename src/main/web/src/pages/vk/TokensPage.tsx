import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFresh } from '@/live/useFresh';
import { Page } from '@/ui/Page';
import { oneOf, useOpened, useUrl } from '@/ui/useUrl';
import { AddMenu } from './AddMenu';
import { CardsTab } from './CardsTab';
import { ChartTab } from './ChartTab';
import { ListsTab } from './ListsTab';
import { LogTab } from './LogTab';
import { MatrixTab } from './MatrixTab';
import { TokenDialogs } from './TokenDialogs';
import { TokenDrawer } from './TokenDrawer';
import { ACCOUNTS } from './useAccounts';

const TABS = { cards: CardsTab, chart: ChartTab, matrix: MatrixTab, log: LogTab, lists: ListsTab };
type Tab = keyof typeof TABS;

const NAMES = Object.keys(TABS) as Tab[];
const VIEW = { tab: oneOf(NAMES) };

export default function TokensPage() {
  const { t } = useTranslation('vk');
  const view = useUrl(VIEW);
  const token = useOpened('token');
  const tab = view.values.tab ?? 'cards';
  const Shown = TABS[tab];
  useFresh(['vk.accountChanged'], ACCOUNTS, ['vk', 'matrix'], ['vk', 'account']);
  return (
    <Page title={t('title')} hint={t('hint')} actions={<AddMenu />}>
      <Tabs value={tab} onChange={(next) => view.change({ tab: next === 'cards' ? undefined : (next ?? undefined) })} keepMounted={false}>
        <Tabs.List mb="md">
          {NAMES.map((each) => (
            <Tabs.Tab key={each} value={each} px={{ base: 7, sm: 'sm' }}>
              {t(`tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {NAMES.map((each) => (
          <Tabs.Panel key={each} value={each}>
            {each === tab && <Shown />}
          </Tabs.Panel>
        ))}
      </Tabs>
      <TokenDrawer id={token.id} onClose={token.close} />
      <TokenDialogs />
    </Page>
  );
}
