import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take } from '@/api/client';
import { everyPage } from '@/api/everyPage';

export const ACCOUNTS = ['vk', 'accounts'];

/** What an act on an account may have changed. */
export const FRESH = [ACCOUNTS, ['vk', 'account'], ['vk', 'matrix'], ['vk', 'logs']];

const PAGE = 200;
/** More than these no page of a browser should hold; a search finds the others. */
const MOST_PAGES = 10;

/** The accounts, all at once: a group of them has several statuses, and the gateway lists one. */
export function useAccounts(q?: string) {
  return useQuery({
    queryKey: [...ACCOUNTS, q ?? ''],
    queryFn: () => everyPage((cursor) => take(api.GET('/system-accounts/', { params: { query: { limit: PAGE, cursor, q } } })), MOST_PAGES),
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
