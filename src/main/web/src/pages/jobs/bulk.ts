import { actKey, api, take } from '@/api/client';
import { Offline, Problem } from '@/api/problem';
import { ACTABLE, can, type BulkAct, type Filter, type Job } from './job';

/** So many are asked for at the same time: a node has other things to do. */
const AT_ONCE = 4;
const ATTEMPTS = 4;
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export interface Failed {
  job: Job;
  why: unknown;
}

export interface Course {
  done: number;
  failed: Failed[];
}

/** Every job of the filter that the act is for; it may be said of those alone. */
export async function jobsFor(act: BulkAct, filter: Filter, signal: AbortSignal): Promise<Job[]> {
  const states = ACTABLE[act].filter((state) => filter.state === undefined || filter.state === state);
  const found = new Map<string, Job>();
  for (const state of states) {
    let cursor: string | undefined;
    do {
      const query = { state, kind: filter.kind, limit: 200, cursor };
      const page = await take(api.GET('/jobs/', { params: { query }, signal }));
      // One that changes its state meanwhile may come twice.
      page.items.forEach((job) => found.set(job.id, job));
      cursor = page.next;
    } while (cursor !== undefined);
  }
  return [...found.values()].filter((job) => can(act, job));
}

/**
 * Acts on one after another, a few at a time. One that fails does not keep the others from being acted on. With the signal no
 * more are begun.
 */
export async function actOnEach(act: BulkAct, jobs: Job[], signal: AbortSignal, onMove: (course: Course) => void): Promise<Course> {
  const waiting = [...jobs];
  const course: Course = { done: 0, failed: [] };
  const work = async () => {
    for (let job = waiting.shift(); job !== undefined && !signal.aborted; job = waiting.shift()) {
      try {
        await patiently(act, job, signal);
        course.done++;
      } catch (why) {
        course.failed.push({ job, why });
      }
      onMove({ done: course.done, failed: [...course.failed] });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return course;
}

/** Waits as long as the gateway says, when it says so. The key stays, so that a lost answer does not act twice. */
async function patiently(act: BulkAct, job: Job, signal: AbortSignal): Promise<unknown> {
  const params = { path: { id: job.id }, header: actKey() };
  for (let attempt = 1; ; attempt++) {
    try {
      return act === 'cancel'
        ? await take(api.POST('/jobs/{id}/cancel', { params: { path: params.path } }))
        : await take(api.POST('/jobs/{id}/retry', { params }));
    } catch (why) {
      const pause = pauseAfter(why, attempt);
      if (pause === undefined || attempt === ATTEMPTS || signal.aborted) {
        throw why;
      }
      await new Promise((go) => setTimeout(go, pause));
    }
  }
}

/** Undefined: the answer will not be another one. */
function pauseAfter(why: unknown, attempt: number): number | undefined {
  if (why instanceof Problem && (why.status === 429 || why.status === 503)) {
    return Math.min((why.retryAfter ?? attempt) * 1_000, LONGEST_PAUSE_MS);
  }
  return why instanceof Offline ? PAUSE_MS * attempt : undefined;
}
