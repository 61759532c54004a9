import { Text } from '@mantine/core';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { StateBadge } from '@/ui/StateBadge';
import { Who } from '@/ui/Who';

type AuditRecord = Schemas['AuditRecord'];

const column = createColumnHelper<AuditRecord>();

export function useAuditColumns() {
  const { t } = useTranslation('audit');
  const format = useFormat();
  return useMemo(
    () => [
      column.display({
        id: 'at',
        header: t('field.at'),
        cell: ({ row }) => (
          <Text size="sm" className="pult-number" style={{ whiteSpace: 'nowrap' }}>
            {format.exact(row.original.at)}
          </Text>
        ),
      }),
      column.display({
        id: 'subject',
        header: t('field.subject'),
        cell: ({ row }) => (
          <Text size="sm" component="div" maw={200} truncate>
            <Who subject={row.original.subject} />
          </Text>
        ),
      }),
      column.display({
        id: 'action',
        header: t('field.action'),
        cell: ({ row }) => (
          <Text size="sm" ff="monospace" style={{ whiteSpace: 'nowrap' }}>
            {row.original.action}
          </Text>
        ),
      }),
      column.display({
        id: 'object',
        header: t('field.object'),
        cell: ({ row }) => (
          <Text size="sm" component="div" maw={240} truncate title={row.original.object}>
            <Thing object={row.original.object} />
          </Text>
        ),
      }),
      column.display({ id: 'result', header: t('field.result'), cell: ({ row }) => <Result of={row.original.result} /> }),
      column.display({
        id: 'address',
        header: t('field.address'),
        cell: ({ row }) => (
          <Text size="sm" className="pult-number">
            {row.original.address ?? '–'}
          </Text>
        ),
      }),
    ],
    [t, format],
  );
}

/** People by their names, other things by the noun and the id. */
export function Thing({ object }: { object: string | undefined }) {
  if (object === undefined) {
    return '–';
  }
  return object.startsWith('user:') ? <Who subject={object} /> : object;
}

export function Result({ of: result }: { of: string }) {
  const { t } = useTranslation('audit');
  return result === 'done' ? <StateBadge mood="good">{t('done')}</StateBadge> : <StateBadge mood="bad">{result}</StateBadge>;
}
