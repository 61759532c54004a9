import { Offline, problemOf } from '@/api/problem';
import type { components } from '@/api/schema';
import { signInSilently } from '@/platform';

type SignedIn = components['schemas']['SignedIn'];

/** Of the access token's life this much is left when it is renewed. */
const EARLY_MS = 30_000;

/** For what another tab has said to arrive here. */
const MESSAGE_MS = 250;

interface Access {
  token: string;
  until: number;
}

/**
 * The access token is kept in memory alone: the cookie with which it is renewed is nothing that a script can read. All tabs
 * use the same one, and one of them at a time renews it.
 */
let access: Access | undefined;
let renewal: Promise<string | undefined> | undefined;
const listeners = new Set<(signedIn: boolean) => void>();
const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('pult.access');

tabs?.addEventListener('message', (event: MessageEvent<Access | null>) => {
  access = event.data ?? undefined;
  tell();
});

function tell(): void {
  listeners.forEach((listener) => listener(access !== undefined));
}

function set(fresh: Access | undefined): void {
  access = fresh;
  tabs?.postMessage(fresh ?? null);
  tell();
}

/** Whether somebody is signed in, whenever that changes, also in another tab. */
export function onAccess(listener: (signedIn: boolean) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @returns whether these were tokens; otherwise a second step is wanted */
export function signedIn(answer: SignedIn): boolean {
  if (answer.access_token === undefined) {
    return false;
  }
  set({ token: answer.access_token, until: Date.now() + (answer.expires_in ?? 60) * 1_000 });
  return true;
}

export function signedOut(): void {
  set(undefined);
}

/** One that lives, renewed when it is about to end; undefined when nobody is signed in. */
export async function accessToken(): Promise<string | undefined> {
  if (access === undefined) {
    return undefined;
  }
  return access.until - EARLY_MS > Date.now() ? access.token : renew(access.token);
}

/** The gateway no longer takes it. @returns another one, if there is one */
export function tokenRefused(token: string): Promise<string | undefined> {
  return renew(token);
}

/** At the start, and whenever the token is over. */
export function renew(over?: string): Promise<string | undefined> {
  renewal ??= oneAtATime(over).finally(() => (renewal = undefined));
  return renewal;
}

async function oneAtATime(over: string | undefined): Promise<string | undefined> {
  // A message of another tab may arrive later than the lock that it has left.
  const work = async (waited: boolean) => {
    if (waited && !lives(over)) {
      await heard();
    }
    return lives(over) ? access?.token : refresh();
  };
  if (navigator.locks === undefined) {
    return work(false);
  }
  const free = await navigator.locks.request('pult.refresh', { ifAvailable: true }, async (lock) =>
    lock === null ? undefined : { token: await work(false) },
  );
  return free === undefined ? await navigator.locks.request('pult.refresh', () => work(true)) : free.token;
}

/** Whether another tab was quicker. */
function lives(over: string | undefined): boolean {
  return access !== undefined && access.token !== over && access.until - EARLY_MS > Date.now();
}

function heard(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, MESSAGE_MS);
    const leave = onAccess(done);
    function done() {
      clearTimeout(timer);
      leave();
      resolve();
    }
  });
}

async function refresh(): Promise<string | undefined> {
  const response = await ask();
  if (response.status === 401 || response.status === 403) {
    set(undefined);
    return undefined;
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    // Neither yes nor no: whoever is signed in stays so, and the request that wanted the token fails.
    throw problemOf(body, response);
  }
  return signedIn(body as SignedIn) ? access?.token : undefined;
}

async function ask(): Promise<Response> {
  try {
    return (await signInSilently()) ?? (await fetch('/api/auth/v1/refresh', { method: 'POST', credentials: 'same-origin' }));
  } catch (cause) {
    throw new Offline('no answer', { cause });
  }
}
