import { Badge, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { ConfirmName } from '@/ui/ConfirmName';
import { DataTable } from '@/ui/DataTable';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { useAct } from '@/ui/useAct';
import { usePages } from '@/ui/usePages';
import { When } from '@/ui/When';
import { PersonName, Who } from '@/ui/Who';
import { CreateDialog } from './CreateDialog';

type ApiKey = Schemas['ApiKey'];

const KEYS = ['api-keys', 'all'];
const AT_ONCE = 100;
const column = createColumnHelper<ApiKey>();

export default function ApiKeysPage() {
  const { t } = useTranslation('apikeys');
  const [creates, create] = useDisclosure(false);
  const [doomed, setDoomed] = useState<ApiKey>();
  const columns = useColumns(setDoomed);
  const { query, more } = usePages(KEYS, (cursor) =>
    take(
      api.GET('/api/admin/v1/api-keys/', {
        params: { query: { limit: AT_ONCE, ...(cursor !== undefined && { cursor }) } },
      }),
    ),
  );
  const revoke = useAct((id: string) => take(api.DELETE('/api/admin/v1/api-keys/{id}', { params: { path: { id } } })), {
    done: t('revoke.done'),
    fresh: [KEYS],
    onDone: () => setDoomed(undefined),
  });
  return (
    <Page
      title={t('title')}
      hint={t('hint')}
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={create.open}>
          {t('create.open')}
        </Button>
      }
    >
      <QueryView query={query} empty={(keys) => keys.length === 0} emptyText={t('none')}>
        {(keys) => <DataTable label={t('title')} rows={keys} columns={columns} id={(key) => key.id} onEnd={more} />}
      </QueryView>
      <CreateDialog opened={creates} onClose={create.close} fresh={KEYS} />
      <ConfirmName
        opened={doomed !== undefined}
        title={t('revoke.title')}
        name={doomed?.name.trim() ?? ''}
        act={t('revoke.act')}
        busy={revoke.isPending}
        onConfirm={() => doomed && revoke.mutate(doomed.id)}
        onClose={() => setDoomed(undefined)}
      >
        {t('revoke.lost')}
      </ConfirmName>
    </Page>
  );
}

function useColumns(onRevoke: (key: ApiKey) => void) {
  const { t } = useTranslation('apikeys');
  const format = useFormat();
  return useMemo(
    () => [
      column.display({
        id: 'name',
        header: t('field.name'),
        cell: ({ row }) => (
          <>
            <Text size="sm" fw={600} maw={240} truncate>
              {row.original.name}
            </Text>
            <Text size="xs" c="dimmed" ff="monospace">
              …{row.original.hint}
            </Text>
          </>
        ),
      }),
      column.display({
        id: 'scopes',
        header: t('field.scopes'),
        cell: ({ row }) => (
          <Group gap={4} maw={320}>
            {row.original.scopes.map((scope) => (
              <Badge key={scope} variant="default" tt="none" fw={500} miw="max-content">
                {scope}
              </Badge>
            ))}
          </Group>
        ),
      }),
      column.display({
        id: 'owner',
        header: t('field.owner'),
        cell: ({ row }) => (
          <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
            {row.original.owner === undefined ? <Who subject={row.original.created_by} /> : <PersonName id={row.original.owner} />}
          </Text>
        ),
      }),
      column.display({
        id: 'reach',
        header: t('field.reach'),
        cell: ({ row }) => (
          <Text size="sm" style={{ whiteSpace: 'nowrap' }} title={row.original.workspace}>
            {row.original.workspace === undefined ? t('reach.all') : t('reach.workspace', { id: row.original.workspace.slice(0, 8) })}
          </Text>
        ),
      }),
      column.display({
        id: 'used',
        header: t('field.used'),
        cell: ({ row }) => <When size="sm" at={row.original.last_used_at} style={{ whiteSpace: 'nowrap' }} />,
      }),
      column.display({
        id: 'expires',
        header: t('field.expires'),
        cell: ({ row }) => (
          <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
            {format.date(row.original.expires_at)}
          </Text>
        ),
      }),
      column.display({
        id: 'created',
        header: t('field.created'),
        cell: ({ row }) => <When size="sm" at={row.original.created_at} style={{ whiteSpace: 'nowrap' }} />,
      }),
      column.display({
        id: 'revoke',
        header: t('field.acts'),
        cell: ({ row }) => (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('revoke.one', { name: row.original.name })}
            onClick={() => onRevoke(row.original)}
          >
            {t('revoke.act')}
          </Button>
        ),
      }),
    ],
    [t, format, onRevoke],
  );
}
