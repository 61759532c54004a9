import { Anchor, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '@/paths';
import { ListResults } from './ListResults';
import type { Job } from './job';

/** What the job has brought, where its kind brings something. */
export function JobResults({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  if (job.kind === 'list_sync') {
    return (
      <Results>
        <ListResults job={job} />
      </Results>
    );
  }
  if (job.kind === 'account_import') {
    return (
      <Results>
        <Text size="sm">
          {t('importElsewhere')}{' '}
          <Anchor component={Link} to={paths.telegram} size="sm">
            {t('common:nav.telegram')}
          </Anchor>
        </Text>
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
