import { Alert, Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconPlayerStop, IconReload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { actKey, api, take } from '@/api/client';
import { Detail } from '@/ui/Detail';
import { StateBadge } from '@/ui/StateBadge';
import { useAct } from '@/ui/useAct';
import { can, MOODS, over, type Job } from './job';
import { JobFacts } from './JobFacts';
import { JobProgress } from './JobProgress';
import { JobResults } from './JobResults';
import { useWords } from './useWords';

interface Props {
  id: string | undefined;
  onClose: () => void;
}

/** Everything about one job. */
export function JobDrawer({ id, onClose }: Props) {
  const { t } = useTranslation('jobs');
  const query = useQuery({
    queryKey: ['jobs', 'one', id],
    queryFn: () => take(api.GET('/jobs/{id}', { params: { path: { id: id! } } })),
    enabled: id !== undefined,
  });
  return (
    <Detail id={id} title={t('one')} query={query} onClose={onClose}>
      {(job) => <Known job={job} />}
    </Detail>
  );
}

function Known({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  const words = useWords();
  return (
    <Stack>
      <Group justify="space-between" wrap="nowrap">
        <Title order={2}>{words.kind(job.kind)}</Title>
        <StateBadge mood={MOODS[job.state]}>{t(`state.${job.state}`)}</StateBadge>
      </Group>
      <JobProgress job={job} width="100%" />
      {job.error && (
        <Alert
          color={job.state === 'failed' ? 'red' : 'yellow'}
          icon={<IconAlertTriangle aria-hidden />}
          title={job.state === 'failed' ? t('failedTitle') : t('againTitle')}
        >
          <Text size="sm">{words.error(job.error)}</Text>
          <Text size="xs" ff="monospace">
            {job.error.code}
          </Text>
        </Alert>
      )}
      <Acts job={job} />
      <section>
        <Title order={3} mb={4}>
          {t('legs')}
        </Title>
        <List type="ordered" size="sm">
          {job.legs.map((leg, at) => (
            <List.Item key={leg} fw={at === job.leg ? 600 : undefined}>
              {words.concern(leg)} — {t(legOf(job, at))}
            </List.Item>
          ))}
        </List>
      </section>
      <JobResults job={job} />
      <JobFacts job={job} />
    </Stack>
  );
}

function legOf(job: Job, at: number): string {
  if (at < job.leg) {
    return 'legOver';
  }
  return at > job.leg ? 'legWaits' : over(job) ? 'legStopped' : 'legNow';
}

function Acts({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  // The same act until it has been answered: a lost answer must not begin the job twice.
  const key = useRef(actKey());
  const params = { path: { id: job.id } };
  const fresh = [['jobs']];
  const cancel = useAct(() => take(api.POST('/jobs/{id}/cancel', { params })), { done: t('cancelSaid'), fresh });
  const retry = useAct(() => take(api.POST('/jobs/{id}/retry', { params: { ...params, header: key.current } })), {
    done: t('retrySaid'),
    fresh,
    onDone: () => (key.current = actKey()),
    onProblem: () => {
      key.current = actKey();
      return false;
    },
  });
  if (!can('cancel', job) && !can('retry', job) && job.state !== 'cancelling') {
    return null;
  }
  return (
    <Stack gap={4}>
      <Group>
        {can('cancel', job) && (
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={16} aria-hidden />}
            loading={cancel.isPending}
            onClick={() => cancel.mutate(undefined)}
          >
            {t('cancel')}
          </Button>
        )}
        {can('retry', job) && (
          <Button leftSection={<IconReload size={16} aria-hidden />} loading={retry.isPending} onClick={() => retry.mutate(undefined)}>
            {t('retry')}
          </Button>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {t(can('retry', job) ? 'retryHint' : job.state === 'cancelling' ? 'cancellingHint' : 'cancelHint')}
      </Text>
    </Stack>
  );
}
