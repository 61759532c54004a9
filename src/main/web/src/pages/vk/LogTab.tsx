import { Button, Group, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { DataTable } from '@/ui/DataTable';
import { QueryView } from '@/ui/QueryView';
import { StateBadge } from '@/ui/StateBadge';
import { usePages } from '@/ui/usePages';
import { useOpened, useUrl } from '@/ui/useUrl';
import { download, fileName, FORMATS } from '@/ui/download';
import { ErrorWords } from './ErrorWords';
import { ExportButtons } from './ExportButtons';
import { FILTERS } from './logFilter';
import { LogFilters } from './LogFilters';
import { SavedFilters } from './SavedFilters';
import { useAccounts } from './useAccounts';

type Attempt = Schemas['TokenLog'];

const column = createColumnHelper<Attempt>();

/** Every attempt to call VK, newest first. */
export function LogTab() {
  const { t } = useTranslation('vk');
  const { values: filter, replace, any } = useUrl(FILTERS);
  const token = useOpened('token');
  const { query, more } = usePages(['vk', 'logs', filter], (cursor) =>
    take(api.GET('/token-logs/', { params: { query: { ...filter, limit: 100, cursor } } })),
  );
  const columns = useColumns();
  return (
    <Stack>
      <LogFilters key={JSON.stringify(filter)} filter={filter} onFilter={replace} />
      <Group justify="space-between" gap="xs">
        <SavedFilters filter={filter} onFilter={replace} />
        <Group gap="xs" ml="auto">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconRefresh size={14} aria-hidden />}
            loading={query.isRefetching}
            onClick={() => void query.refetch()}
          >
            {t('act.refresh')}
          </Button>
          <ExportButtons
            of={t('log.title')}
            save={(format) =>
              download(
                api.GET('/token-logs/export', {
                  params: { query: filter },
                  headers: { Accept: FORMATS[format] },
                  parseAs: 'blob',
                }),
                fileName('vk-token-log', format),
              )
            }
          />
        </Group>
      </Group>
      <QueryView query={query} empty={(rows) => rows.length === 0} emptyText={any ? t('state.nothingFound') : t('log.none')}>
        {(rows) => (
          <DataTable
            label={t('log.title')}
            rows={rows}
            columns={columns}
            id={(row) => row.id}
            onOpen={(row) => row.account_id !== undefined && token.open(row.account_id)}
            onEnd={more}
          />
        )}
      </QueryView>
    </Stack>
  );
}

function useColumns() {
  const { t } = useTranslation('vk');
  const format = useFormat();
  const accounts = useAccounts();
  return useMemo(() => {
    const labels = new Map(accounts.data?.items.map((each) => [each.id, each.label]));
    const whose = (row: Attempt) =>
      row.is_env_token
        ? t('log.environment')
        : row.account_id === undefined
          ? t('log.unknownToken')
          : (labels.get(row.account_id) ?? t('log.removed'));
    return [
      column.accessor('timestamp', {
        header: t('log.time'),
        cell: (cell) => <span className="pult-number" style={{ whiteSpace: 'nowrap' }}>{format.exact(cell.getValue())}</span>,
      }),
      column.accessor(whose, {
        id: 'account',
        header: t('log.account'),
        cell: (cell) => <span style={{ whiteSpace: 'nowrap' }}>{cell.getValue()}</span>,
      }),
      column.accessor('method', {
        header: t('log.method'),
        cell: (cell) => (
          <Text span size="sm" ff="monospace">
            {cell.getValue()}
          </Text>
        ),
      }),
      column.accessor('status', {
        header: t('log.status'),
        cell: (cell) => <StateBadge mood={cell.getValue() === 'success' ? 'good' : 'bad'}>{t(`outcome.${cell.getValue()}`)}</StateBadge>,
      }),
      column.accessor('error_details', {
        header: t('log.details'),
        cell: (cell) => {
          const details = cell.getValue();
          return details === undefined ? null : <div style={{ minWidth: 220 }}><ErrorWords details={details} /></div>;
        },
      }),
      column.accessor('attempt', { header: t('log.attempt'), cell: (cell) => <span className="pult-number">{cell.getValue()}</span> }),
      column.accessor('duration_ms', {
        header: t('log.ms'),
        cell: (cell) => <span className="pult-number">{format.number(cell.getValue())}</span>,
      }),
      column.accessor('node', {
        header: t('log.node'),
        cell: (cell) => <span style={{ whiteSpace: 'nowrap' }}>{cell.getValue()}</span>,
      }),
    ];
  }, [accounts.data, format, t]);
}
