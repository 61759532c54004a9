import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Live = typeof import('@/live/live');
type Token = typeof import('@/session/token');

/** A stream that the gateway has opened for somebody. */
interface Opened {
  lastEventId: string | null;
  say: (text: string) => void;
  end: () => void;
  break: () => void;
}

let opened: Opened[];
let answer: () => Response | undefined;
let ending: AbortController[];

/** As the standard has it: one holds the lock, the others stand in line. */
function locks() {
  const lines = new Map<string, Promise<unknown>>();
  return {
    request: async (name: string, options: { signal?: AbortSignal; ifAvailable?: boolean }, work: (lock: object | null) => Promise<unknown>) => {
      const before = lines.get(name);
      if (before !== undefined && options.ifAvailable === true) {
        return work(null);
      }
      const gone = new Promise<never>((_, fail) =>
        options.signal?.addEventListener('abort', () => fail(new DOMException('over', 'AbortError'))),
      );
      const mine = (before ?? Promise.resolve()).then(() => {
        if (options.signal?.aborted !== true) {
          return work({});
        }
      });
      const over = mine.catch(() => undefined).then(() => {
        if (lines.get(name) === over) {
          lines.delete(name);
        }
      });
      lines.set(name, over);
      return Promise.race([mine, gone]);
    },
  };
}

async function gateway(_: unknown, init: RequestInit = {}): Promise<Response> {
  const refused = answer();
  if (refused !== undefined) {
    return refused;
  }
  const lastEventId = new Headers(init.headers).get('Last-Event-ID');
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (own) => void (controller = own) });
  init.signal?.addEventListener('abort', () => controller.error(new DOMException('over', 'AbortError')));
  opened.push({
    lastEventId,
    say: (text) => controller.enqueue(new TextEncoder().encode(text)),
    end: () => controller.close(),
    break: () => controller.error(new TypeError('network error')),
  });
  return new Response(body);
}

/** Another tab: modules of its own, the same browser. */
async function tab(): Promise<{ live: Live; told: unknown[]; run: () => AbortController }> {
  vi.resetModules();
  const live = (await import('@/live/live')) as Live;
  const token = (await import('@/session/token')) as Token;
  token.signedIn({ access_token: 'token', expires_in: 900 });
  const told: unknown[] = [];
  function Hearer() {
    live.useLive(['jobs.progressed', 'vk.accountChanged'], (event) => told.push(event));
    return <p>here</p>;
  }
  render(<Hearer />);
  const run = () => {
    const own = new AbortController();
    ending.push(own);
    void live.runLive(own.signal);
    return own;
  };
  return { live, told, run };
}

const streams = (count: number) => vi.waitFor(() => expect(opened).toHaveLength(count), 5_000);
const event = (id: string, topic: string, body = '{}') => `id: ${id}\nevent: ${topic}\ndata: ${body}\n\n`;

beforeEach(() => {
  opened = [];
  ending = [];
  answer = () => undefined;
  vi.stubGlobal('fetch', gateway);
  vi.stubGlobal('navigator', Object.assign(Object.create(navigator) as object, { locks: locks() }));
});

afterEach(async () => {
  ending.forEach((each) => each.abort());
  await new Promise((done) => setTimeout(done, 20));
  vi.unstubAllGlobals();
});

describe('live events', () => {
  it('come by one stream for all tabs, and every tab hears them', async () => {
    const first = await tab();
    const second = await tab();
    first.run();
    await streams(1);
    second.run();

    opened[0]!.say(event('a-1', 'jobs.progressed', '{"id":"7"}'));

    const heard = { topic: 'jobs.progressed', body: { id: '7' } };
    await vi.waitFor(() => expect([first.told, second.told]).toEqual([[heard], [heard]]));
    expect(opened).toHaveLength(1);
    expect(screen.getAllByText('here')).toHaveLength(2);
  });

  it('tell a tab that comes later whether there is a connection', async () => {
    const first = await tab();
    first.run();
    await streams(1);
    const second = await tab();
    second.run();

    await vi.waitFor(() => expect(second.live.useLiveState.getState().connected).toBe(true));
  });

  it('go on in the next tab after the last event that the first has read', async () => {
    const first = await tab();
    const second = await tab();
    const own = first.run();
    await streams(1);
    second.run();
    opened[0]!.say(event('a-5', 'jobs.progressed'));
    await vi.waitFor(() => expect(second.told).toHaveLength(1));

    own.abort();

    await streams(2);
    expect(opened[1]!.lastEventId).toBe('a-5');
  });

  it('of topics that nobody asked for are told to nobody', async () => {
    const { told, run } = await tab();
    run();
    await streams(1);

    opened[0]!.say(event('a-1', 'telegram.accountChanged') + event('a-2', 'unheard.of') + event('a-3', 'vk.accountChanged'));

    await vi.waitFor(() => expect(told).toHaveLength(1));
  });

  it.each(['reset', 'gap'])('that were missed are told to everybody (%s)', async (word) => {
    const first = await tab();
    const second = await tab();
    first.run();
    await streams(1);

    opened[0]!.say(`event: ${word}\ndata: {}\n\n`);

    await vi.waitFor(() => expect([first.told, second.told]).toEqual([['reset'], ['reset']]));
  });

  it('go on after the last one when the gateway has ended the stream', async () => {
    const { live, run } = await tab();
    run();
    await streams(1);
    opened[0]!.say(event('a-9', 'jobs.progressed'));
    await vi.waitFor(() => expect(live.useLiveState.getState().connected).toBe(true));
    await new Promise((done) => setTimeout(done, 20));

    opened[0]!.end();

    await vi.waitFor(() => expect(live.useLiveState.getState().connected).toBe(false));
    await streams(2);
    expect(opened[1]!.lastEventId).toBe('a-9');
    expect(live.useLiveState.getState().connected).toBe(true);
  });

  it('go on after the last one when the connection has broken', async () => {
    const { told, run } = await tab();
    run();
    await streams(1);
    opened[0]!.say(event('a-9', 'jobs.progressed'));
    await vi.waitFor(() => expect(told).toHaveLength(1));

    opened[0]!.break();

    await streams(2);
    expect(opened[1]!.lastEventId).toBe('a-9');
  });

  it('that nobody can name after a break count as missed', async () => {
    const { told, run } = await tab();
    run();
    await streams(1);
    expect(told).toEqual([]);

    opened[0]!.break();

    await streams(2);
    await vi.waitFor(() => expect(told).toEqual(['reset']));
  });

  it('are cut and asked for anew when the browser goes offline and comes back', async () => {
    const { live, run } = await tab();
    run();
    await streams(1);

    act(() => void window.dispatchEvent(new Event('offline')));
    await vi.waitFor(() => expect(live.useLiveState.getState().connected).toBe(false));
    act(() => void window.dispatchEvent(new Event('online')));

    await streams(2);
  });

  it('are asked for with another token when the gateway refuses this one', async () => {
    const { run } = await tab();
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (to: string, init?: RequestInit) => {
      if (to === '/api/auth/v1/refresh') {
        return new Response('{"access_token":"fresh","expires_in":900}');
      }
      const bearer = new Headers(init?.headers).get('Authorization')!;
      asked.push(bearer);
      return bearer === 'Bearer token' ? new Response('{}', { status: 401 }) : gateway(to, init);
    });

    run();

    await streams(1);
    expect(asked).toEqual(['Bearer token', 'Bearer fresh']);
  });

  it('end with the signal, and nothing is asked for afterwards', async () => {
    const { run } = await tab();
    const own = run();
    await streams(1);

    own.abort();

    await new Promise((done) => setTimeout(done, 1_200));
    expect(opened).toHaveLength(1);
  });
});
