import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take } from '@/api/client';
import type { Account } from './account';

export const ACCOUNTS = ['vk', 'accounts'];

/** What an act on an account may have changed. */
export const FRESH = [ACCOUNTS, ['vk', 'account'], ['vk', 'matrix'], ['vk', 'logs']];

const PAGE = 200;
const MOST_PAGES = 10;

interface Accounts {
  items: Account[];
  /** There are more than a page of the browser should hold; a search finds them. */
  more: boolean;
}

async function all(q: string | undefined): Promise<Accounts> {
  const items: Account[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await take(api.GET('/system-accounts/', { params: { query: { limit: PAGE, cursor, q } } }));
    items.push(...answer.items);
    cursor = answer.next;
    if (cursor === undefined) {
      return { items, more: false };
    }
  }
  return { items, more: true };
}

/** The accounts, all at once: they are counted by state, which the gateway does not do. */
export function useAccounts(q?: string) {
  return useQuery({
    queryKey: [...ACCOUNTS, q ?? ''],
    queryFn: () => all(q),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}

interface LastSuccess {
  at: Map<string, string>;
  /** Nothing is known here of what was before. */
  since: string | undefined;
}

/** Read from the newest successes of all accounts: one request and not one for each of them. */
export function useLastSuccess() {
  return useQuery({
    queryKey: ['vk', 'last-success'],
    refetchInterval: 30_000,
    queryFn: async (): Promise<LastSuccess> => {
      const { items, next } = await take(api.GET('/token-logs/', { params: { query: { status: 'success', limit: PAGE } } }));
      const at = new Map<string, string>();
      for (const each of items) {
        if (each.account_id !== undefined && !at.has(each.account_id)) {
          at.set(each.account_id, each.timestamp);
        }
      }
      return { at, since: next === undefined ? undefined : items.at(-1)?.timestamp };
    },
  });
}
