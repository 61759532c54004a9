import type { Schemas } from '@/api/client';
import type { Mood } from '@/ui/StateBadge';

export type Account = Schemas['SystemAccount'];
export type Kind = Account['kind'];
export type Status = Account['status'];

export const KINDS: Kind[] = ['user', 'community', 'service'];

export const GROUPS = ['all', 'alive', 'cooling', 'dead', 'expiring', 'disabled', 'unknown'] as const;
export type Group = (typeof GROUPS)[number];

const SOON_MS = 86_400_000;

const GROUP_OF: Record<Status, Group> = {
  active: 'alive',
  cooling: 'cooling',
  error: 'dead',
  expired: 'dead',
  needs_human: 'dead',
  disabled: 'disabled',
  unknown: 'unknown',
};

const MOODS: Record<Status, Mood> = {
  active: 'good',
  cooling: 'wait',
  error: 'bad',
  expired: 'bad',
  needs_human: 'bad',
  disabled: 'rest',
  unknown: 'busy',
};

export function mood(account: Account): Mood {
  return waitsForToken(account) ? 'rest' : MOODS[account.status];
}

/** Without one the account serves nobody, whatever its status says. */
export function waitsForToken(account: Account): boolean {
  return account.token_hint === undefined && account.status !== 'disabled';
}

/** Its token serves now and will end within a day; one that is fetched anew by itself does not need anybody. */
export function expiresSoon(account: Account, now: number): boolean {
  return (
    account.expires_at !== undefined &&
    !account.refreshable &&
    GROUP_OF[account.status] !== 'dead' &&
    new Date(account.expires_at).getTime() - now <= SOON_MS
  );
}

export function isIn(group: Group, account: Account, now: number): boolean {
  if (group === 'all') {
    return true;
  }
  return group === 'expiring' ? expiresSoon(account, now) : GROUP_OF[account.status] === group;
}

export function inGroups({ statuses, ending }: Schemas['SystemAccountsSummary']): Record<Group, number> {
  const counts = { all: 0, alive: 0, cooling: 0, dead: 0, expiring: ending, disabled: 0, unknown: 0 };
  for (const [status, count] of Object.entries(statuses) as [Status, number][]) {
    counts.all += count;
    counts[GROUP_OF[status]] += count;
  }
  return counts;
}

/** Where VK shows whose it is; an application has no page that everybody may see. */
export function page(account: Account): string | undefined {
  if (account.screen_name !== undefined) {
    return `https://vk.com/${account.screen_name}`;
  }
  if (account.vk_user_id === undefined || account.kind === 'service') {
    return undefined;
  }
  return `https://vk.com/${account.kind === 'user' ? 'id' : 'club'}${account.vk_user_id}`;
}
