import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ImportResults } from './ImportResults';
import { ListResults } from './ListResults';
import type { Job } from './job';

/** What the job has brought, where its kind brings something. */
export function JobResults({ job }: { job: Job }) {
  const { sync, import: brought } = job.args;
  if (job.kind === 'list_sync' && sync !== undefined) {
    return (
      <Results>
        <ListResults job={job} id={sync} />
      </Results>
    );
  }
  if (job.kind === 'account_import' && brought !== undefined) {
    return (
      <Results>
        <ImportResults job={job} id={brought} />
      </Results>
    );
  }
  return null;
}

function Results({ children }: { children: ReactNode }) {
  const { t } = useTranslation('jobs');
  return (
    <section>
      <Title order={3} mb={4}>
        {t('results')}
      </Title>
      {children}
    </section>
  );
}
