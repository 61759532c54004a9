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

/** The accounts, all at once: a group of them has several statuses, and the gateway lists one. */
export function useAccounts(q?: string) {
  return useQuery({
    queryKey: [...ACCOUNTS, q ?? ''],
    queryFn: () => all(q),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}

/** How many there are of each status, also of those that are not on the page. */
export function useCounts(q?: string) {
  return useQuery({
    queryKey: [...ACCOUNTS, 'counts', q ?? ''],
    queryFn: () => take(api.GET('/system-accounts/summary', { params: { query: { q } } })),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}
