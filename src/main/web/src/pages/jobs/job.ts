import type { Schemas } from '@/api/client';
import type { Mood } from '@/ui/StateBadge';

export type Job = Schemas['Job'];
export type JobState = Schemas['JobState'];
export type Sort = 'created_at' | '-created_at';

/** In the order of a job's life. */
export const STATES: JobState[] = ['queued', 'running', 'cancelling', 'succeeded', 'failed', 'cancelled'];

export const MOODS: Record<JobState, Mood> = {
  queued: 'wait',
  running: 'busy',
  cancelling: 'wait',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'rest',
};

/** Kinds that have words of their own; others are shown by their names. */
export const KINDS = ['rekey', 'list_sync', 'account_import'];

export interface Filter {
  state: JobState | undefined;
  kind: string | undefined;
  sort: Sort;
}

export type BulkAct = 'cancel' | 'retry';

/** The states in which a job can be cancelled, or retried. One that is being cancelled needs no second word. */
export const ACTABLE: Record<BulkAct, JobState[]> = { cancel: ['queued', 'running'], retry: ['failed', 'cancelled'] };

export function can(act: BulkAct, job: Job): boolean {
  return ACTABLE[act].includes(job.state);
}

export function over(job: Job): boolean {
  return ['succeeded', 'failed', 'cancelled'].includes(job.state);
}

export function matches(job: Job, { state, kind }: Filter): boolean {
  return (state === undefined || job.state === state) && (kind === undefined || job.kind === kind);
}
