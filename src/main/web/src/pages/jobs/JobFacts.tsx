import { Code, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { Facts } from '@/ui/Facts';
import type { Job } from './job';
import { useWords } from './useWords';

/** Every field that the gateway gives. */
export function JobFacts({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const words = useWords();
  const none = '–';
  const facts: [string, ReactNode][] = [
    [t('units'), job.total === undefined ? format.number(job.done) : t('of', { done: format.number(job.done), total: format.number(job.total) })],
    [t('steps'), format.number(job.step)],
    [t('attempts'), format.number(job.attempts)],
    [t('node'), job.node ?? none],
    [t('createdBy'), words.subject(job.created_by)],
    [t('created'), format.exact(job.created_at)],
    [t('started'), job.started_at ? format.exact(job.started_at) : none],
    [t('finished'), job.finished_at ? format.exact(job.finished_at) : none],
    [t('deadline'), format.exact(job.deadline)],
    [t('kindName'), <Code>{job.kind}</Code>],
    ...Object.entries(job.args).map(([name, value]): [string, ReactNode] => [
      t(`args.${name}`, { defaultValue: name }),
      <Code>{typeof value === 'string' ? value : JSON.stringify(value)}</Code>,
    ]),
    [t('number'), <Code>{job.id}</Code>],
    [t('version'), format.number(job.version)],
  ];
  return (
    <section>
      <Title order={3} mb={4}>
        {t('facts')}
      </Title>
      <Facts of={facts} />
    </section>
  );
}
