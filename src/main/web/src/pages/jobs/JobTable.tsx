import { Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { DataTable } from '@/ui/DataTable';
import { StateBadge } from '@/ui/StateBadge';
import { When } from '@/ui/When';
import { MOODS, over, type Job } from './job';
import { JobProgress } from './JobProgress';
import { useWords } from './useWords';
import classes from './jobs.module.css';

interface Props {
  jobs: Job[];
  sort: string;
  selected: ReadonlySet<string>;
  onSort: (sort: string) => void;
  onSelect: (selected: Set<string>) => void;
  onOpen: (job: Job) => void;
  onEnd: () => void;
}

export function JobTable({ jobs, ...rest }: Props) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const words = useWords();
  const columns = useMemo<ColumnDef<Job>[]>(
    () => [
      { id: 'kind', header: t('kindOf'), cell: ({ row }) => <Text size="sm" className={classes.line}>{words.kind(row.original.kind)}</Text> },
      {
        id: 'state',
        header: t('stateOf'),
        cell: ({ row }) => <StateBadge mood={MOODS[row.original.state]}>{t(`state.${row.original.state}`)}</StateBadge>,
      },
      { id: 'progress', header: t('progress'), cell: ({ row }) => <JobProgress job={row.original} /> },
      {
        id: 'attempts',
        header: t('failures'),
        cell: ({ row }) => (row.original.attempts > 0 ? format.number(row.original.attempts) : <Nothing />),
      },
      { id: 'created_at', header: t('created'), cell: ({ row }) => <Time at={row.original.created_at} /> },
      { id: 'started_at', header: t('started'), cell: ({ row }) => <Time at={row.original.started_at} /> },
      {
        // What lies behind is when it ended, what lies ahead is when it has to.
        id: 'end',
        header: t('end'),
        cell: ({ row }) => <Time at={over(row.original) ? row.original.finished_at : row.original.deadline} />,
      },
    ],
    [t, format, words],
  );
  return <DataTable label={t('title')} rows={jobs} columns={columns} id={(job) => job.id} sortable={['created_at']} {...rest} />;
}

function Time({ at }: { at: string | undefined }) {
  return at === undefined ? <Nothing /> : <When at={at} size="sm" className={classes.line} />;
}

function Nothing() {
  return (
    <Text size="sm" c="dimmed">
      –
    </Text>
  );
}
