import { Badge, Group, Text } from '@mantine/core';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '@/ui/DataTable';
import { When } from '@/ui/When';
import { nameOf, type Account } from './account';
import { AccountState } from './AccountState';
import { ProxyCell } from './ProxyCell';

interface Props {
  accounts: Account[];
  /** Nodes and proxies are an administrator's to see. */
  admin: boolean;
  workspaces: { id: string; name: string }[];
  sort: string | undefined;
  onSort: (sort: string) => void;
  onOpen: (account: Account) => void;
  selected: ReadonlySet<string>;
  onSelect: (selected: Set<string>) => void;
  onEnd: () => void;
}

const column = createColumnHelper<Account>();

export function AccountTable({ accounts, admin, workspaces, ...table }: Props) {
  const { t } = useTranslation('telegram');
  const columns = useMemo(
    () => [
      column.accessor('name', { header: t('field.name'), cell: ({ row }) => <Name account={row.original} /> }),
      column.accessor('phone', {
        header: t('field.phone'),
        cell: ({ row: { original } }) => (
          <span className="pult-number" style={{ whiteSpace: 'nowrap' }}>
            {original.phone_formatted ?? original.phone ?? '–'}
          </span>
        ),
      }),
      column.accessor('state', { header: t('field.state'), cell: ({ row }) => <AccountState account={row.original} reason /> }),
      column.accessor('workspace_id', {
        header: t('field.workspace'),
        cell: ({ getValue }) =>
          getValue() === undefined ? t('workspace.none') : (workspaces.find((each) => each.id === getValue())?.name ?? '–'),
      }),
      column.accessor('labels', { header: t('field.labels'), cell: ({ getValue }) => <Labels of={getValue()} /> }),
      ...(admin
        ? [
            column.accessor('node', { header: t('field.node'), cell: ({ getValue }) => getValue() ?? '–' }),
            column.accessor('proxy_id', { header: t('field.proxy'), cell: ({ getValue }) => <ProxyCell id={getValue()} /> }),
          ]
        : []),
      column.accessor('updated_at', {
        header: t('field.changed'),
        cell: ({ getValue }) => <When at={getValue()} size="sm" style={{ whiteSpace: 'nowrap' }} />,
      }),
    ],
    [admin, t, workspaces],
  );
  return (
    <DataTable
      label={t('title')}
      rows={accounts}
      columns={columns}
      id={(account) => account.id}
      sortable={['name', 'phone', 'updated_at']}
      {...table}
    />
  );
}

function Name({ account }: { account: Account }) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {nameOf(account)}
      {account.username !== undefined && (
        <Text component="span" size="xs" c="dimmed">
          {' '}
          @{account.username}
        </Text>
      )}
    </span>
  );
}

const MOST_LABELS = 3;

export function Labels({ of }: { of: string[] }) {
  return (
    <Group gap={4} wrap="nowrap">
      {of.slice(0, MOST_LABELS).map((label) => (
        <Badge key={label} color="gray" variant="light" tt="none" fw={500}>
          {label}
        </Badge>
      ))}
      {of.length > MOST_LABELS && (
        <Text size="xs" c="dimmed" title={of.slice(MOST_LABELS).join(', ')}>
          +{of.length - MOST_LABELS}
        </Text>
      )}
    </Group>
  );
}
