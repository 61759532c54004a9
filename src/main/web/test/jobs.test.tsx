import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import common from '@/i18n/en.json';
import { actOnEach, jobsFor, type Course } from '@/pages/jobs/bulk';
import { BulkDialog, type Bulk } from '@/pages/jobs/BulkDialog';
import words from '@/pages/jobs/en.json';
import type { Filter, Job } from '@/pages/jobs/job';
import { JobDrawer } from '@/pages/jobs/JobDrawer';
import { withJob, type JobPages } from '@/pages/jobs/pages';

const ALL: Filter = { state: undefined, kind: undefined, sort: '-created_at' };

function job(minute: number, more: Partial<Job> = {}): Job {
  return {
    id: `00000000-0000-4000-8000-0000000000${String(minute).padStart(2, '0')}`,
    kind: 'list_sync',
    state: 'running',
    args: {},
    legs: ['vk'],
    leg: 0,
    step: 1,
    done: 10,
    attempts: 0,
    created_by: 'user:7',
    created_at: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`,
    deadline: '2026-01-02T00:00:00Z',
    version: 3,
    ...more,
  };
}

function pages(next: string | undefined, ...items: Job[][]): JobPages {
  return {
    pages: items.map((each, at) => ({ items: each, ...(at < items.length - 1 ? { next: 'more' } : next && { next }) })),
    pageParams: items.map(() => undefined),
  };
}

const minutes = (shown: JobPages) => shown.pages.map((page) => page.items.map((each) => new Date(each.created_at).getUTCMinutes()));

describe('what is heard of a job', () => {
  it('takes the place of what was known', () => {
    const after = withJob(pages(undefined, [job(9), job(8)]), job(8, { version: 4, done: 20 }), ALL);
    expect(after.pages[0]!.items[1]!.done).toBe(20);
  });

  it('is left out when it is older than what is known', () => {
    const after = withJob(pages(undefined, [job(9)]), job(9, { version: 2, done: 1 }), ALL);
    expect(after.pages[0]!.items[0]!.done).toBe(10);
  });

  it('puts a new job where it belongs, on whichever page', () => {
    const shown = pages('more', [job(9), job(7)], [job(5), job(3)]);
    expect(minutes(withJob(shown, job(10), ALL))).toEqual([[10, 9, 7], [5, 3]]);
    expect(minutes(withJob(shown, job(4), ALL))).toEqual([[9, 7], [5, 4, 3]]);
  });

  it('leaves a job for a page that was not read yet, and puts it at the end when there is none', () => {
    expect(minutes(withJob(pages('more', [job(9)]), job(2), ALL))).toEqual([[9]]);
    expect(minutes(withJob(pages(undefined, [job(9)]), job(2), ALL))).toEqual([[9, 2]]);
    expect(minutes(withJob(pages(undefined, [job(2)]), job(9), { ...ALL, sort: 'created_at' }))).toEqual([[2, 9]]);
  });

  it('takes away a job that the filter no longer has, and does not bring one that it never had', () => {
    const running: Filter = { ...ALL, state: 'running' };
    expect(minutes(withJob(pages(undefined, [job(9), job(8)]), job(8, { state: 'failed', version: 4 }), running))).toEqual([[9]]);
    expect(minutes(withJob(pages(undefined, [job(9)]), job(8, { state: 'failed' }), running))).toEqual([[9]]);
    expect(minutes(withJob(pages(undefined, [job(9)]), job(8), { ...ALL, kind: 'rekey' }))).toEqual([[9]]);
  });
});

interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  key: string | null;
}

let asked: Asked[];
let answer: (one: Asked) => Response | Promise<Response>;

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const refused = (status: number, code: string, detail: string, more = {}) =>
  json({ type: 'about:blank', title: 'No', status, code, detail, ...more }, status);
const never = new AbortController().signal;

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    const one = { method: request.method, path: url.pathname, query: url.searchParams, key: request.headers.get('Idempotency-Key') };
    asked.push(one);
    return answer(one);
  });
});

describe('acting on many jobs', () => {
  it('goes through all pages of each state in which it is possible', async () => {
    answer = ({ query }) => {
      if (query.get('state') === 'failed') {
        return query.get('cursor') === null ? json({ items: [job(1, { state: 'failed' })], next: 'c' }) : json({ items: [job(2, { state: 'failed' })] });
      }
      return json({ items: [job(3, { state: 'cancelled' })] });
    };

    const found = await jobsFor('retry', { ...ALL, kind: 'list_sync' }, never);

    expect(found.map((each) => each.created_at.slice(15, 16))).toEqual(['1', '2', '3']);
    expect(asked.every(({ query }) => query.get('kind') === 'list_sync')).toBe(true);
  });

  it('asks for nothing when the filter has only jobs for which it is not possible', async () => {
    expect(await jobsFor('cancel', { ...ALL, state: 'failed' }, never)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('has never more than four on their way, and tells which did not work', async () => {
    let going = 0;
    let most = 0;
    answer = async ({ path }) => {
      most = Math.max(most, ++going);
      await new Promise((done) => setTimeout(done, 5));
      going--;
      return path.includes(job(5).id) ? refused(409, 'jobs.finished', 'It is over') : json(job(1));
    };
    const jobs = Array.from({ length: 20 }, (_, minute) => job(minute));

    const course = await actOnEach('cancel', jobs, never, () => undefined);

    expect(most).toBe(4);
    expect(course.done).toBe(19);
    expect(course.failed).toMatchObject([{ job: { id: job(5).id }, why: { code: 'jobs.finished' } }]);
  });

  it('waits as long as it is told to, and names its act as before', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });
    let first = true;
    answer = () => {
      const slower = first;
      first = false;
      return slower ? refused(429, 'limit.reached', 'Slower', { retry_after: 2 }) : json(job(1));
    };

    const course = await actOnEach('retry', [job(1, { state: 'failed' })], never, () => undefined);

    vi.useRealTimers();
    expect(course).toEqual({ done: 1, failed: [] });
    expect(asked).toHaveLength(2);
    expect(asked[0]!.key).not.toBeNull();
    expect(asked[1]!.key).toBe(asked[0]!.key);
  });

  it('begins no more when it is stopped', async () => {
    const stop = new AbortController();
    answer = () => json(job(1));
    const courses: Course[] = [];

    await actOnEach('cancel', Array.from({ length: 40 }, (_, minute) => job(minute)), stop.signal, (course) => {
      courses.push(course);
      stop.abort();
    });

    expect(asked.length).toBeLessThanOrEqual(5);
  });
});

function show(element: React.ReactNode) {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>{element}</QueryClientProvider>
    </MantineProvider>,
  );
}

beforeAll(() =>
  i18next
    .use(initReactI18next)
    .init({ lng: 'en', resources: { en: { common, jobs: words } }, defaultNS: 'common', fallbackNS: 'common', interpolation: { escapeValue: false } }),
);

describe('the dialog of many', () => {
  it('says how many there are before anything is done, and afterwards what did not work', async () => {
    const failed = [job(1, { state: 'failed' }), job(2, { state: 'failed' })];
    answer = ({ path }) => (path.includes(failed[1]!.id) ? refused(409, 'jobs.single', 'Another one runs') : json(failed[0]!));
    const bulk: Bulk = { act: 'retry', on: failed };
    show(<BulkDialog bulk={bulk} onClose={() => undefined} />);

    await screen.findByText('Continue 2 jobs?');
    expect(asked).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));

    await screen.findByText('2 of 2; it worked for 1');
    expect(within(screen.getByRole('table')).getByText('Another one runs')).toBeInTheDocument();
  });
});

describe('the drawer of a job', () => {
  it('says in words why it failed, and in the gateway’s own where there are none', async () => {
    answer = () => json(job(1, { state: 'failed', error: { code: 'vk.group_unknown', message: 'Invalid group id' } }));
    show(<JobDrawer id={job(1).id} onClose={() => undefined} />);
    await screen.findByText('VK does not know this community.');
  });

  it('leads to what the job has brought, tells where it ran, and says when its list is forgotten', async () => {
    const sync = '0c1f5d3e-1111-4222-8333-444455556666';
    answer = ({ path }) =>
      path === `/vk/list-syncs/${sync}`
        ? json({ type: 'urn:pult:problem:list_sync.not_found', title: '', status: 404, detail: '', instance: 'r', code: 'list_sync.not_found' }, 404)
        : json(job(1, { kind: 'list_sync', args: { sync, depth: 2 }, node: 'room-2' }));
    show(<JobDrawer id={job(1).id} onClose={() => undefined} />);
    await screen.findByText('The list that this job read has been forgotten.');
    expect(screen.getByText('room-2')).toBeInTheDocument();
    expect([screen.getByText(sync), screen.getByText('depth'), screen.getByText('2')]).toHaveLength(3);
    expect(asked.map(({ path }) => path)).toEqual([`/jobs/${job(1).id}`, `/vk/list-syncs/${sync}`]);
  });

  it('shows a kind, a concern and an error of which nothing is known by their names', async () => {
    answer = () => json(job(1, { kind: 'moon_walk', legs: ['moon'], error: { code: 'moon.dark', message: 'It is dark there' } }));
    show(<JobDrawer id={job(1).id} onClose={() => undefined} />);
    await screen.findByRole('heading', { name: 'moon_walk' });
    expect(screen.getByText('It is dark there')).toBeInTheDocument();
    expect(screen.getByText(/^moon — now/)).toBeInTheDocument();
  });
});
