import { Group, Text } from '@mantine/core';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { DataTable } from '@/ui/DataTable';
import { StateBadge, type Mood } from '@/ui/StateBadge';

type Results = Schemas['AccountLinkResults'];
type Line = Results['lines'][number];

const MOODS: Record<Line['result'], Mood> = { added: 'good', exists: 'rest', invalid: 'bad' };
const column = createColumnHelper<Line>();

/** What has become of each line, or would. */
export function LinkResults({ results, dry }: { results: Results; dry: boolean }) {
  const { t } = useTranslation('vk');
  const columns = useMemo(
    () => [
      column.accessor('line', { header: t('links.line') }),
      column.accessor('url', {
        header: t('links.link'),
        cell: (cell) => (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {cell.getValue()}
          </Text>
        ),
      }),
      column.accessor('result', {
        header: t('links.result'),
        cell: ({ row: { original } }) => (
          <Group gap={6}>
            <StateBadge mood={MOODS[original.result]}>{t(`links.${dry && original.result === 'added' ? 'would' : original.result}`)}</StateBadge>
            {original.reason !== undefined && <Text size="sm">{t(`links.reason.${original.reason}`)}</Text>}
            {original.account !== undefined && original.result === 'exists' && <Text size="sm">{original.account.label}</Text>}
          </Group>
        ),
      }),
    ],
    [t, dry],
  );
  return (
    <>
      <Group gap="xs" role="status">
        <StateBadge mood="good">{`${t(dry ? 'links.would' : 'links.added')}: ${results.added}`}</StateBadge>
        <StateBadge mood="rest">{`${t('links.exists')}: ${results.exists}`}</StateBadge>
        <StateBadge mood="bad">{`${t('links.invalid')}: ${results.invalid}`}</StateBadge>
      </Group>
      <DataTable
        label={t('links.table')}
        rows={results.lines}
        columns={columns}
        id={(row) => String(row.line)}
        height="40dvh"
      />
    </>
  );
}
