import { Group, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { MOODS, type Job } from './job';
import classes from './jobs.module.css';

const COLOURS = { good: 'teal', wait: 'yellow', bad: 'red', rest: 'gray', busy: 'blue' };

/** How far it is; while nobody knows how much there is, how much was done. */
export function JobProgress({ job, width = 110 }: { job: Job; width?: number | string }) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const share = job.progress;
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress
        value={(share ?? 0) * 100}
        color={COLOURS[MOODS[job.state]]}
        striped={share === undefined && job.state === 'running'}
        w={width}
        aria-label={t('progress')}
        transitionDuration={200}
      />
      <Text size="sm" className={classes.number}>
        {share === undefined ? t('done', { count: job.done, number: format.number(job.done) }) : format.percent(share)}
      </Text>
    </Group>
  );
}
