import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, take, type Schemas } from '@/api/client';
import { useLive } from '@/live/live';
import type { Standing } from './standing';

export type Job = Schemas['Job'];
type Summary = Schemas['JobsSummary'];

const PAGE = 200;
const DAY_MS = 86_400_000;
/** An engine takes a job within seconds. */
const LEFT_MS = 5 * 60_000;
const GATHER_MS = 1_000;

export function useWork() {
  return useQuery({
    queryKey: ['control', 'work', 'summary'],
    queryFn: () => take(api.GET('/jobs/summary')),
    refetchInterval: 30_000,
  });
}

/** The one that has waited longest, when any waits. */
export function useOldestQueued() {
  return useQuery({
    queryKey: ['control', 'work', 'queued'],
    queryFn: async () => {
      const { items } = await take(api.GET('/jobs/', { params: { query: { state: 'queued', sort: 'created_at', limit: 1 } } }));
      return items[0] ?? null;
    },
    refetchInterval: 30_000,
  });
}

/** Those that have failed within a day. */
export function useFailed() {
  return useQuery({
    queryKey: ['control', 'work', 'failed'],
    queryFn: async () => {
      const since = Date.now() - DAY_MS;
      const { items } = await take(api.GET('/jobs/', { params: { query: { state: 'failed', limit: PAGE } } }));
      return items.filter(({ finished_at }) => finished_at !== undefined && new Date(finished_at).getTime() >= since);
    },
    refetchInterval: 60_000,
  });
}

/** Fetches the work anew when a job turns from one state to another; that it moves on within one is no reason. */
export function useFreshWork(): void {
  const queries = useQueryClient();
  const states = useRef(new Map<string, Job['state']>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLive(['jobs.progressed'], (told) => {
    if (told !== 'reset') {
      const job = told.body as Job;
      if (states.current.get(job.id) === job.state) {
        return;
      }
      states.current.set(job.id, job.state);
    }
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void queries.invalidateQueries({ queryKey: ['control', 'work'] });
    }, GATHER_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}

export function failedInADay(summary: Summary): number {
  return summary.hours.reduce((sum, { failed }) => sum + failed, 0);
}

/** @param oldest that waits; null: none does */
export function standingOfWork(summary: Summary, oldest: Job | null, now: number): Standing {
  const left = oldest !== null && new Date(oldest.created_at).getTime() < now - LEFT_MS;
  if (left && summary.states.running === 0) {
    return 'down';
  }
  return left || failedInADay(summary) > 0 ? 'degraded' : 'up';
}
