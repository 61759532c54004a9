import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { DataTable } from '@/ui/DataTable';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { usePages } from '@/ui/usePages';
import { useUrl } from '@/ui/useUrl';
import { AuditFilter } from './AuditFilter';
import { ExportMenu } from './ExportMenu';
import { FILTERS } from './filters';
import { RecordDrawer } from './RecordDrawer';
import { useAuditColumns } from './useAuditColumns';

const AT_ONCE = 100;

export default function AuditPage() {
  const { t } = useTranslation('audit');
  const filter = useUrl(FILTERS);
  const [opened, setOpened] = useState<Schemas['AuditRecord']>();
  const columns = useAuditColumns();
  const { query, more } = usePages(['audit', filter.values], (cursor) =>
    take(
      api.GET('/api/admin/v1/audit/', {
        params: { query: { ...filter.values, limit: AT_ONCE, cursor } },
      }),
    ),
  );
  return (
    <Page
      title={t('title')}
      hint={t('hint')}
      actions={
        <>
          <Tooltip label={t('common:act.refresh')}>
            <ActionIcon
              variant="default"
              size="input-sm"
              aria-label={t('common:act.refresh')}
              loading={query.isRefetching}
              onClick={() => void query.refetch()}
            >
              <IconRefresh size={18} />
            </ActionIcon>
          </Tooltip>
          <ExportMenu filters={filter.values} />
        </>
      }
    >
      <AuditFilter {...filter} records={query.data ?? []} />
      <QueryView
        query={query}
        empty={(records) => records.length === 0}
        emptyText={filter.any ? t('common:state.nothingFound') : undefined}
      >
        {(records) => (
          <>
            <DataTable
              label={t('title')}
              rows={records}
              columns={columns}
              id={(record) => record.id}
              onOpen={setOpened}
              onEnd={more}
            />
            <Text size="sm" c="dimmed">
              {t('shown', { count: records.length })}
              {query.hasNextPage && ` · ${t('more')}`}
            </Text>
          </>
        )}
      </QueryView>
      <RecordDrawer
        record={opened}
        onClose={() => setOpened(undefined)}
        onFilter={(change) => {
          filter.change(change);
          setOpened(undefined);
        }}
      />
    </Page>
  );
}
