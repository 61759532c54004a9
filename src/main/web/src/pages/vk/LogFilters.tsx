import { Autocomplete, Button, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { MomentInput } from '@/ui/MomentInput';
import type { LogFilter } from './logFilter';
import { useAccounts } from './useAccounts';

/** In the list of accounts, where the environment's token stands among them. */
const ENVIRONMENT = 'environment';

/** Methods that were called, for suggestions. */
export function useMethods(): string[] {
  const stats = useQuery({
    queryKey: ['vk', 'stats', 'all', 'now'],
    queryFn: () => take(api.GET('/token-logs/stats')),
    staleTime: 300_000,
  });
  return stats.data?.methods.map((each) => each.method) ?? [];
}

/** Asks nothing until it is sent: the log may be long. */
export function LogFilters({ filter, onFilter }: { filter: LogFilter; onFilter: (filter: LogFilter) => void }) {
  const { t } = useTranslation('vk');
  const [draft, setDraft] = useState(filter);
  const accounts = useAccounts();
  const methods = useMethods();
  const change = (changes: Partial<LogFilter>) => setDraft({ ...draft, ...changes });
  const moment = (name: 'from' | 'to') => ({
    kind: 'datetime-local' as const,
    label: t(`log.${name}`),
    value: draft[name],
    onChange: (value: string | undefined) => change({ [name]: value }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onFilter(draft);
      }}
    >
      <Stack gap="xs">
        <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="xs">
          <Select
            label={t('log.account')}
            placeholder={t('log.anyAccount')}
            clearable
            searchable
            data={[
              { value: ENVIRONMENT, label: t('log.environment') },
              ...(accounts.data?.items.map((each) => ({ value: each.id, label: each.label })) ?? []),
            ]}
            value={draft.is_env_token === true ? ENVIRONMENT : (draft.account_id ?? null)}
            onChange={(value) =>
              change({
                is_env_token: value === ENVIRONMENT ? true : undefined,
                account_id: value === ENVIRONMENT ? undefined : (value ?? undefined),
              })
            }
          />
          <Autocomplete
            label={t('log.method')}
            placeholder="users.get"
            data={methods}
            limit={20}
            maxLength={100}
            value={draft.method ?? ''}
            onChange={(value) => change({ method: value === '' ? undefined : value })}
          />
          <Select
            label={t('log.status')}
            placeholder={t('log.anyStatus')}
            clearable
            data={(['success', 'error'] as const).map((each) => ({ value: each, label: t(`outcome.${each}`) }))}
            value={draft.status ?? null}
            onChange={(value) => change({ status: value ?? undefined })}
          />
          <TextInput
            label={t('log.q')}
            maxLength={200}
            value={draft.q ?? ''}
            onChange={({ currentTarget: { value } }) => change({ q: value === '' ? undefined : value })}
          />
        </SimpleGrid>
        <Group gap="xs" align="flex-end">
          <MomentInput flex="1 1 200px" maw={280} {...moment('from')} />
          <MomentInput flex="1 1 200px" maw={280} {...moment('to')} />
          <Button type="submit" size="sm">
            {t('act.filter')}
          </Button>
          <Button size="sm" variant="default" onClick={() => onFilter({})}>
            {t('act.reset')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
