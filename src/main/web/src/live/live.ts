import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { accessToken, onAccess, tokenRefused } from '@/session/token';
import { eventsOf } from './sse';

/** What the gateway tells browsers; it leaves out what somebody may not see. */
const TOPICS = [
  'jobs.progressed',
  'jobs.inboxChanged',
  'vk.accountChanged',
  'telegram.accountChanged',
  'telegram.signInChanged',
] as const;

export type Topic = (typeof TOPICS)[number];

export interface LiveEvent {
  topic: Topic;
  body: unknown;
}

/** Something was missed: whatever is shown has to be fetched anew. */
const RESET = 'reset';

type Told = LiveEvent | typeof RESET;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** The gateway says something every fifteen seconds. A line that says nothing for longer than this is broken, whoever cut it. */
const SILENCE_MS = 45_000;

interface Live {
  /** Whether events arrive; undefined before the first attempt. */
  connected: boolean | undefined;
}

export const useLiveState = create<Live>(() => ({ connected: undefined }));

const listeners = new Set<(told: Told) => void>();
const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('pult.live');

/** The last event that any tab has read: whichever tab reads on goes on after it. */
let last: string | undefined;
/** Whether this is the tab that reads. */
let reading = false;

type ToTabs = { told: Told; id: string | undefined } | { connected: boolean; id: string | undefined } | { ask: true };

tabs?.addEventListener('message', (event: MessageEvent<ToTabs>) => {
  const said = event.data;
  if ('ask' in said) {
    const now = useLiveState.getState().connected;
    if (reading && now !== undefined) {
      connected(now);
    }
    return;
  }
  last = said.id ?? last;
  if ('told' in said) {
    tell(said.told);
  } else {
    useLiveState.setState({ connected: said.connected });
  }
});

function tell(told: Told): void {
  listeners.forEach((listener) => listener(told));
}

function tellAll(told: Told): void {
  tabs?.postMessage({ told, id: last } satisfies ToTabs);
  tell(told);
}

function connected(now: boolean): void {
  tabs?.postMessage({ connected: now, id: last } satisfies ToTabs);
  useLiveState.setState({ connected: now });
}

/**
 * Keeps one stream for all tabs of this browser, which may only have six connections: whoever holds the lock reads it and tells
 * the others. Ends with the signal.
 */
export async function runLive(signal: AbortSignal): Promise<void> {
  const work = async () => {
    reading = true;
    try {
      await readOn(signal);
    } finally {
      reading = false;
    }
  };
  if (navigator.locks === undefined) {
    return work();
  }
  tabs?.postMessage({ ask: true } satisfies ToTabs);
  await navigator.locks.request('pult.live', { signal }, work).catch((failure: unknown) => {
    if (!signal.aborted) {
      throw failure;
    }
  });
}

async function readOn(signal: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    const began = Date.now();
    const renewed = await listen(signal).catch(() => {
      // Said by the missing connection; the next attempt follows.
      return false;
    });
    if (signal.aborted) {
      return;
    }
    const lasted = Date.now() - began > LONGEST_PAUSE_MS;
    if (renewed && lasted) {
      // Only the token was over: nobody has to hear of that.
      continue;
    }
    connected(false);
    pause = lasted ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
    await rest(pause * (0.5 + Math.random() / 2), signal);
  }
}

/** @returns whether the stream has ended because its token was over, and there is another one */
async function listen(ending: AbortSignal): Promise<boolean> {
  const token = await accessToken();
  if (token === undefined) {
    return false;
  }
  const line = new Line(ending);
  try {
    const headers = new Headers({ Authorization: `Bearer ${token}`, Accept: 'text/event-stream' });
    if (last !== undefined) {
      headers.set('Last-Event-ID', last);
    }
    const response = await fetch(`/api/app/v1/events?topics=${TOPICS.join(',')}`, { headers, signal: line.signal });
    if (response.status === 401) {
      return (await tokenRefused(token)) !== undefined;
    }
    if (!response.ok || response.body === null) {
      throw new Error(`no events: ${response.status}`);
    }
    const before = useLiveState.getState().connected;
    connected(true);
    if (last === undefined && before !== undefined) {
      // There was a stream before this one, and the gateway cannot know where it ended.
      tellAll(RESET);
    }
    for await (const event of eventsOf(response.body.pipeThrough(line.watch()))) {
      last = event.id ?? last;
      if (event.event === 'reauth') {
        return (await tokenRefused(token)) !== undefined;
      }
      if (event.event === 'reset' || event.event === 'gap') {
        tellAll(RESET);
      } else if ((TOPICS as readonly string[]).includes(event.event)) {
        tellAll({ topic: event.event as Topic, body: JSON.parse(event.data) as unknown });
      }
    }
    return false;
  } finally {
    line.close();
  }
}

/** One connection: it is over when the reader ends, when the browser says that it is offline, or when nothing is heard any more. */
class Line {
  private readonly cut = new AbortController();
  private silence: ReturnType<typeof setTimeout> | undefined;
  private readonly end = () => this.cut.abort();

  constructor(private readonly ending: AbortSignal) {
    ending.addEventListener('abort', this.end, { once: true });
    window.addEventListener('offline', this.end);
    this.heard();
  }

  get signal(): AbortSignal {
    return this.cut.signal;
  }

  watch(): TransformStream<Uint8Array, Uint8Array> {
    return new TransformStream({
      transform: (chunk, controller) => {
        this.heard();
        controller.enqueue(chunk);
      },
    });
  }

  close(): void {
    clearTimeout(this.silence);
    this.ending.removeEventListener('abort', this.end);
    window.removeEventListener('offline', this.end);
    this.end();
  }

  private heard(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(this.end, SILENCE_MS);
  }
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    const leave = onAccess(done);
    signal.addEventListener('abort', done, { once: true });
    window.addEventListener('online', done, { once: true });
    function done() {
      clearTimeout(timer);
      leave();
      signal.removeEventListener('abort', done);
      window.removeEventListener('online', done);
      resolve();
    }
  });
}

/** Hears these topics while the component is shown; `reset` means that events were missed. */
export function useLive(topics: Topic[], handler: (told: Told) => void): void {
  const latest = useRef(handler);
  latest.current = handler;
  const wanted = topics.join();
  useEffect(() => {
    const listener = (told: Told) => {
      if (told === RESET || wanted.split(',').includes(told.topic)) {
        latest.current(told);
      }
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [wanted]);
}
