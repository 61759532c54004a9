import { useSession, holds } from '@/session/session';
import type { Schemas } from '@/api/client';
import type { Mood } from '@/ui/StateBadge';

export type Account = Schemas['TelegramAccount'];
export type State = Account['state'];

/** From what is well to what waits for somebody. */
export const STATES = [
  'ready',
  'flood',
  'frozen',
  'new',
  'code_sent',
  'password_needed',
  'lost',
  'banned',
  'exported',
  'stopped',
] as const satisfies readonly State[];

export const MOODS: Record<State, Mood> = {
  ready: 'good',
  flood: 'wait',
  frozen: 'bad',
  new: 'rest',
  code_sent: 'busy',
  password_needed: 'busy',
  lost: 'bad',
  banned: 'bad',
  exported: 'rest',
  stopped: 'rest',
};

/** In which nobody is signed in, and somebody may do so. */
const OUT: readonly State[] = ['new', 'code_sent', 'password_needed', 'lost', 'exported', 'banned'];

export function wantsSignIn(account: Account): boolean {
  return OUT.includes(account.state) && account.status === 'active';
}

/** In which a session that was signed in elsewhere can be brought. */
export function takesSession(account: Account): boolean {
  return account.state === 'new' || account.state === 'lost' || account.state === 'exported';
}

/** How an account is called where it has to be called something. */
export function nameOf(account: Account): string {
  return account.name || account.phone_formatted || account.phone || account.username || account.id;
}

/** What the person may do with accounts of a workspace; `undefined` are those of the instance. */
export function useRights(workspace: string | undefined) {
  const me = useSession((session) => session.me);
  const admin = holds(me, 'ADMIN');
  const role = me?.memberships.find((each) => each.workspace === workspace)?.role;
  return {
    admin,
    act: admin || role === 'operator' || role === 'owner',
    own: admin || role === 'owner',
  };
}

/** Ends of a sign-in of which Telegram says nothing. */
const ENDS = ['cancelled', 'abandoned', 'node_gone'];

/** Why the account is as it is, in words; `t` is that of these pages. */
export function whyOf(account: Account, t: (key: string) => string): string | undefined {
  return account.reason !== undefined && ENDS.includes(account.reason) ? t(`ended.${account.reason}`) : account.message;
}
