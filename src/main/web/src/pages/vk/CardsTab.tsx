import { Button, Center, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterText } from '@/ui/FilterText';
import { QueryView } from '@/ui/QueryView';
import { StateRail } from '@/ui/StateRail';
import { oneOf, text, useOpened, useUrl } from '@/ui/useUrl';
import { GROUPS, inGroups, isIn, type Account, type Group } from './account';
import { TokenCard } from './TokenCard';
import { useAccounts, useCounts } from './useAccounts';

/** So many cards are drawn before somebody asks for more. */
const AT_ONCE = 60;

const VIEW = { find: text, state: oneOf(GROUPS) };

export function CardsTab() {
  const { t } = useTranslation('vk');
  const { values, change } = useUrl(VIEW);
  const accounts = useAccounts(values.find);
  const counts = useCounts(values.find);
  const group = values.state ?? 'all';
  const numbers = counts.data && inGroups(counts.data);
  return (
    <Stack>
      <FilterText
        aria-label={t('cards.find')}
        placeholder={t('cards.find')}
        leftSection={<IconSearch size={16} aria-hidden />}
        maw={420}
        maxLength={200}
        value={values.find ?? ''}
        onCommit={(find) => change({ find })}
      />
      <QueryView
        query={accounts}
        empty={(data) => data.items.length === 0}
        emptyText={values.find === undefined ? t('cards.none') : t('state.nothingFound')}
      >
        {(data) => (
          <>
            <StateRail
              label={t('cards.byState')}
              all={t('group.all')}
              total={numbers?.all}
              states={GROUPS.filter((each) => each !== 'all')}
              name={(each) => t(`group.${each}`)}
              counts={numbers}
              chosen={values.state === 'all' ? undefined : values.state}
              onChoose={(next) => change({ state: next })}
            />
            {!data.whole && <Text size="sm">{t('cards.more', { count: data.items.length })}</Text>}
            <Cards key={group} accounts={data.items} group={group} />
          </>
        )}
      </QueryView>
    </Stack>
  );
}

function Cards({ accounts, group }: { accounts: Account[]; group: Group }) {
  const { t } = useTranslation('vk');
  const { open } = useOpened('token');
  const [shown, setShown] = useState(AT_ONCE);
  const now = Date.now();
  const found = accounts.filter((account) => isIn(group, account, now));
  if (found.length === 0) {
    return (
      <Center p="xl">
        <Text c="dimmed">{t('cards.noneInState')}</Text>
      </Center>
    );
  }
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="sm">
        {found.slice(0, shown).map((account) => (
          <TokenCard
            key={account.id}
            account={account}
            onOpen={() => open(account.id)}
          />
        ))}
      </SimpleGrid>
      {found.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + AT_ONCE)}>
          {t('state.more')}
        </Button>
      )}
    </>
  );
}
