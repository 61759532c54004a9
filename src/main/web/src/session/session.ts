import { create } from 'zustand';
import { api, take, type Schemas } from '@/api/client';
import { onAccess, renew, signedOut } from './token';

export type Me = Schemas['Me'];
export type Role = Me['roles'][number];

interface Session {
  /** `starting` until it is known whether somebody is signed in. */
  state: 'starting' | 'out' | 'in';
  me: Me | undefined;
  /** Why the start failed. */
  failure: unknown;
}

export const useSession = create<Session>(() => ({ state: 'starting', me: undefined, failure: undefined }));

onAccess((signedIn) => {
  if (!signedIn) {
    useSession.setState({ state: 'out', me: undefined });
  } else if (useSession.getState().state === 'out') {
    void learn();
  }
});

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

let next: ReturnType<typeof setTimeout> | undefined;
let learning: Promise<void> | undefined;

/** Finds out who is here; when nobody can say, asks again by itself until somebody does. */
export async function start(pause = FIRST_PAUSE_MS): Promise<void> {
  clearTimeout(next);
  try {
    if ((await renew()) === undefined) {
      useSession.setState({ state: 'out', me: undefined, failure: undefined });
    } else {
      await meet();
    }
  } catch (failure) {
    useSession.setState({ state: 'starting', failure });
    next = setTimeout(() => void start(Math.min(pause * 2, LONGEST_PAUSE_MS)), pause);
  }
}

/** Who the token belongs to, as the gateway has it now. */
export async function learn(): Promise<void> {
  try {
    await meet();
  } catch (failure) {
    if (useSession.getState().me === undefined) {
      // Signed in, and nothing to show yet.
      await start();
    } else {
      useSession.setState({ failure });
    }
  }
}

/** Asked once at a time: the sign-in and the token's own news want it at the same moment. */
function meet(): Promise<void> {
  learning ??= take(api.GET('/api/auth/v1/me'))
    .then((me) => useSession.setState({ state: 'in', me, failure: undefined }))
    .finally(() => (learning = undefined));
  return learning;
}

export async function logOut(): Promise<void> {
  await take(api.POST('/api/auth/v1/logout'));
  signedOut();
}

export function holds(me: Me | undefined, role: Role): boolean {
  return me?.roles.includes(role) === true || (role === 'ADMIN' && me?.roles.includes('SUPERUSER') === true);
}
