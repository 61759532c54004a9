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

/** Finds out who is here. */
export async function start(): Promise<void> {
  useSession.setState({ state: 'starting', failure: undefined });
  try {
    if ((await renew()) === undefined) {
      useSession.setState({ state: 'out', me: undefined });
    } else {
      await learn();
    }
  } catch (failure) {
    useSession.setState({ failure });
  }
}

/** Who the token belongs to, as the gateway has it now. */
export async function learn(): Promise<void> {
  try {
    const me = await take(api.GET('/api/auth/v1/me'));
    useSession.setState({ state: 'in', me, failure: undefined });
  } catch (failure) {
    useSession.setState({ failure });
  }
}

export async function logOut(): Promise<void> {
  await take(api.POST('/api/auth/v1/logout'));
  signedOut();
}

export function holds(me: Me | undefined, role: Role): boolean {
  return me?.roles.includes(role) === true || (role === 'ADMIN' && me?.roles.includes('SUPERUSER') === true);
}
