import { Button, Center, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { FilterText } from '@/ui/FilterText';
import { QueryView } from '@/ui/QueryView';
import { oneOf, text, useOpened, useUrl } from '@/ui/useUrl';
import { GROUPS, inGroups, isIn, type Account, type Group as StateGroup } from './account';
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
            <Rail counts={counts.data && inGroups(counts.data)} chosen={group} onChoose={(next) => change({ state: next === 'all' ? undefined : next })} />
            {data.more && <Text size="sm">{t('cards.more', { count: data.items.length })}</Text>}
            <Cards key={group} accounts={data.items} group={group} />
          </>
        )}
      </QueryView>
    </Stack>
  );
}

interface RailProps {
  counts: Record<StateGroup, number> | undefined;
  chosen: StateGroup;
  onChoose: (group: StateGroup) => void;
}

function Rail({ counts, chosen, onChoose }: RailProps) {
  const { t } = useTranslation('vk');
  const format = useFormat();
  return (
    <Group gap={6} role="group" aria-label={t('cards.byState')}>
      {GROUPS.map((each) => (
        <Button
          key={each}
          size="compact-md"
          fw={500}
          variant={each === chosen ? 'filled' : 'default'}
          aria-pressed={each === chosen}
          onClick={() => onChoose(each)}
        >
          {t(`group.${each}`)}{' '}
          <Text span className="pult-number" fw={700} ml={6} inherit>
            {counts && format.number(counts[each])}
          </Text>
        </Button>
      ))}
    </Group>
  );
}

function Cards({ accounts, group }: { accounts: Account[]; group: StateGroup }) {
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
