import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { accessToken, onAccess } from '@/session/token';
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

interface Live {
  /** Whether events arrive; undefined before the first attempt. */
  connected: boolean | undefined;
}

export const useLiveState = create<Live>(() => ({ connected: undefined }));

const listeners = new Set<(told: Told) => void>();
const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('pult.live');

type ToTabs = { told: Told } | { connected: boolean };

tabs?.addEventListener('message', (event: MessageEvent<ToTabs>) => {
  if ('told' in event.data) {
    tell(event.data.told);
  } else {
    useLiveState.setState(event.data);
  }
});

function tell(told: Told): void {
  listeners.forEach((listener) => listener(told));
}

function tellAll(told: Told): void {
  tabs?.postMessage({ told } satisfies ToTabs);
  tell(told);
}

function connected(now: boolean): void {
  tabs?.postMessage({ connected: now } satisfies ToTabs);
  useLiveState.setState({ connected: now });
}

/**
 * Keeps one stream for all tabs of this browser, which may only have six connections: whoever holds the lock reads it and tells
 * the others. Ends with the signal.
 */
export async function runLive(signal: AbortSignal): Promise<void> {
  const work = async () => {
    let last: string | undefined;
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const began = Date.now();
      try {
        last = await listen(last, signal);
      } catch {
        // Said by the missing connection; the next attempt follows.
      }
      if (signal.aborted) {
        return;
      }
      connected(false);
      pause = Date.now() - began > LONGEST_PAUSE_MS ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
      await rest(pause * (0.5 + Math.random() / 2), signal);
    }
  };
  if (navigator.locks === undefined) {
    return work();
  }
  await navigator.locks.request('pult.live', { signal }, work).catch((failure: unknown) => {
    if (!signal.aborted) {
      throw failure;
    }
  });
}

/** @returns id of the last event */
async function listen(after: string | undefined, signal: AbortSignal): Promise<string | undefined> {
  const token = await accessToken();
  if (token === undefined) {
    return after;
  }
  const headers = new Headers({ Authorization: `Bearer ${token}`, Accept: 'text/event-stream' });
  if (after !== undefined) {
    headers.set('Last-Event-ID', after);
  }
  const response = await fetch(`/api/app/v1/events?topics=${TOPICS.join(',')}`, { headers, signal });
  if (!response.ok || response.body === null) {
    throw new Error(`no events: ${response.status}`);
  }
  connected(true);
  let last = after;
  for await (const event of eventsOf(response.body)) {
    last = event.id ?? last;
    if (event.event === 'reauth') {
      return last;
    }
    if (event.event === 'reset' || event.event === 'gap') {
      tellAll(RESET);
    } else if ((TOPICS as readonly string[]).includes(event.event)) {
      tellAll({ topic: event.event as Topic, body: JSON.parse(event.data) as unknown });
    }
  }
  return last;
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    const leave = onAccess(done);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      leave();
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
