import { Button, Group, Loader, Progress, Stack, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/Dialog';
import { ProblemView } from '@/ui/ProblemView';
import { words as wordsOf } from '@/ui/words';
import { actOnEach, jobsFor, type Course, type Failed } from './bulk';
import type { BulkAct, Filter, Job } from './job';
import { useWords } from './useWords';

/** What to act on: chosen jobs, or all that a filter has. */
export interface Bulk {
  act: BulkAct;
  on: Job[] | Filter;
}

interface Props {
  bulk: Bulk | undefined;
  onClose: () => void;
}

/** Says how many there are, asks, acts on one after another and tells which of them it did not work for. */
export function BulkDialog({ bulk, onClose }: Props) {
  const { t } = useTranslation('jobs');
  return (
    <Dialog opened={bulk !== undefined} onClose={onClose} title={bulk && t(`bulk.${bulk.act}`)}>
      {bulk && <Begin bulk={bulk} onClose={onClose} />}
    </Dialog>
  );
}

function Begin({ bulk, onClose }: { bulk: Bulk; onClose: () => void }) {
  const { on, act } = bulk;
  const [begun, setBegun] = useState<Job[]>();
  const found = useQuery({
    queryKey: ['jobs', 'bulk', act, on],
    queryFn: ({ signal }) => (Array.isArray(on) ? on : jobsFor(act, on, signal)),
    gcTime: 0,
  });
  if (begun) {
    return <Run act={act} jobs={begun} onClose={onClose} />;
  }
  if (found.isError) {
    return <ProblemView failure={found.error} again={() => void found.refetch()} />;
  }
  return <Question act={act} jobs={found.isFetching ? undefined : found.data} onClose={onClose} onBegin={setBegun} />;
}

interface QuestionProps {
  act: BulkAct;
  jobs: Job[] | undefined;
  onClose: () => void;
  onBegin: (jobs: Job[]) => void;
}

function Question({ act, jobs, onClose, onBegin }: QuestionProps) {
  const { t } = useTranslation('jobs');
  return (
    <Stack>
      {jobs === undefined ? (
        <Group gap="xs">
          <Loader size="sm" aria-hidden />
          <Text size="sm">{t('bulk.counting')}</Text>
        </Group>
      ) : (
        <Text size="sm">{jobs.length === 0 ? t('bulk.nobody') : t(`bulk.${act}Question`, { count: jobs.length })}</Text>
      )}
      <Text size="sm" c="dimmed">
        {t(act === 'cancel' ? 'cancelHint' : 'retryHint')}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common:act.back')}
        </Button>
        <Button disabled={jobs === undefined || jobs.length === 0} onClick={() => jobs && onBegin(jobs)} data-autofocus>
          {t(act, { count: jobs?.length ?? 0 })}
        </Button>
      </Group>
    </Stack>
  );
}

function Run({ act, jobs, onClose }: { act: BulkAct; jobs: Job[]; onClose: () => void }) {
  const { t } = useTranslation('jobs');
  const queries = useQueryClient();
  const [course, setCourse] = useState<Course>({ done: 0, failed: [] });
  const [over, setOver] = useState(false);
  const stopping = useRef(new AbortController());

  useEffect(() => {
    // One for each time that this is shown: closing the dialog begins no more.
    const own = new AbortController();
    stopping.current = own;
    void actOnEach(act, jobs, own.signal, setCourse).then(() => {
      setOver(true);
      return queries.invalidateQueries({ queryKey: ['jobs'] });
    });
    return () => own.abort();
  }, [act, jobs, queries]);

  const tried = course.done + course.failed.length;
  return (
    <Stack>
      <Progress value={(tried / jobs.length) * 100} aria-label={t('progress')} color={course.failed.length > 0 ? 'yellow' : 'blue'} />
      <Text size="sm" role="status">
        {t('bulk.course', { tried, all: jobs.length, done: course.done })}
      </Text>
      {course.failed.length > 0 && <FailedJobs failed={course.failed} />}
      <Group justify="flex-end">
        {!over && (
          <Button variant="default" onClick={() => stopping.current.abort()}>
            {t('bulk.stop')}
          </Button>
        )}
        {over && <Button onClick={onClose}>{t('common:act.close')}</Button>}
      </Group>
    </Stack>
  );
}

function FailedJobs({ failed }: { failed: Failed[] }) {
  const { t } = useTranslation('jobs');
  const words = useWords();
  return (
    <Table.ScrollContainer minWidth={0} mah={260}>
      <Table aria-label={t('bulk.failed')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('one')}</Table.Th>
            <Table.Th>{t('bulk.why')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {failed.map(({ job, why }) => (
            <Table.Tr key={job.id}>
              <Table.Td>
                {words.kind(job.kind)}
                <Text size="xs" ff="monospace" c="dimmed">
                  {job.id.slice(0, 8)}
                </Text>
              </Table.Td>
              <Table.Td>{wordsOf(why)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
