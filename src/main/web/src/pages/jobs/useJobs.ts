import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { api, take } from '@/api/client';
import { useLive } from '@/live/live';
import { usePages } from '@/ui/usePages';
import { matches, type Filter, type Job, type JobState } from './job';
import { withJob, type JobPages } from './pages';

/** What is heard within this time is drawn at once: a hundred running jobs tell four hundred things a second. */
const GATHER_MS = 250;
/** Counting reads all jobs that there are. */
const COUNT_MS = 2_000;

/** So many jobs that were heard of are remembered. */
const NEWS = 500;

/** The list, into which is drawn what is heard of jobs, without asking for it again. */
export function useJobs(filter: Filter, paused: boolean) {
  const news = useRef(new Map<string, Job>());
  useLiveJobs(filter, paused, news.current);
  return usePages(['jobs', 'list', filter], async (cursor) => {
    const page = await take(api.GET('/jobs/', { params: { query: { ...filter, cursor } } }));
    // The answer may be older than what was heard while it was on its way.
    const items = page.items.map((job) => newer(job, news.current.get(job.id)));
    return { ...page, items: items.filter((job) => matches(job, filter)) };
  });
}

function newer(job: Job, heard: Job | undefined): Job {
  return heard !== undefined && heard.version > job.version ? heard : job;
}

/** @param kind counted alone; undefined: all */
export function useCounts(kind: string | undefined) {
  return useQuery({
    queryKey: ['jobs', 'count', kind],
    queryFn: () => take(api.GET('/jobs/summary', { params: { query: { kind } } })),
  });
}

function useLiveJobs(filter: Filter, paused: boolean, news: Map<string, Job>): void {
  const queries = useQueryClient();
  const heard = useRef(new Map<string, Job>());
  const states = useRef(new Map<string, JobState>());
  const drawing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const counting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(filter);
  latest.current = filter;

  const draw = useCallback(() => {
    drawing.current = undefined;
    const jobs = [...heard.current.values()];
    heard.current.clear();
    queries.setQueryData<JobPages>(['jobs', 'list', latest.current], (pages) =>
      pages && jobs.reduce((now, job) => withJob(now, job, latest.current), pages),
    );
    jobs.forEach((job) =>
      queries.setQueryData<Job>(['jobs', 'one', job.id], (known) => (known ? newer(job, known) : job)),
    );
  }, [queries]);

  useLive(['jobs.progressed'], (told) => {
    if (paused) {
      return;
    }
    if (told === 'reset') {
      void queries.invalidateQueries({ queryKey: ['jobs'] });
      return;
    }
    const job = told.body as Job;
    remember(news, job);
    heard.current.set(job.id, job);
    drawing.current ??= setTimeout(draw, GATHER_MS);
    if (states.current.get(job.id) !== job.state) {
      states.current.set(job.id, job.state);
      counting.current ??= setTimeout(() => {
        counting.current = undefined;
        void queries.invalidateQueries({ queryKey: ['jobs', 'count'] });
      }, COUNT_MS);
    }
  });

  useEffect(
    () => () => {
      clearTimeout(drawing.current);
      clearTimeout(counting.current);
    },
    [],
  );

  // What has happened in the pause was not heard.
  const wasPaused = useRef(paused);
  useEffect(() => {
    if (wasPaused.current && !paused) {
      void queries.invalidateQueries({ queryKey: ['jobs'] });
    }
    wasPaused.current = paused;
  }, [paused, queries]);
}

function remember(news: Map<string, Job>, job: Job): void {
  news.delete(job.id);
  news.set(job.id, job);
  const oldest = news.keys().next();
  if (news.size > NEWS && oldest.done !== true) {
    news.delete(oldest.value);
  }
}
