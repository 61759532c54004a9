import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/api/client';
import { everyPage } from '@/api/everyPage';

const PAGE = 200;
const MOST_PAGES = 5;
const DAY_MS = 86_400_000;

const yesterday = () => new Date(Date.now() - DAY_MS).toISOString();

/** Entries of the audit within the last day. */
function audit(since: string, action?: string) {
  return everyPage(
    (cursor) => take(api.GET('/api/admin/v1/audit/', { params: { query: { since, limit: PAGE, action, cursor } } })),
    MOST_PAGES,
  );
}

export function useSignIns() {
  return useQuery({
    queryKey: ['control', 'signIns'],
    queryFn: () => audit(yesterday(), 'session.opened'),
    refetchInterval: 60_000,
  });
}

export function useRegistered() {
  return useQuery({
    queryKey: ['control', 'registered'],
    queryFn: () =>
      take(api.GET('/api/admin/v1/users/', { params: { query: { created_after: yesterday(), limit: PAGE } } })),
    refetchInterval: 60_000,
  });
}

/** What anybody did, in all concerns. */
export function useActs() {
  return useQuery({
    queryKey: ['control', 'acts'],
    queryFn: () => audit(yesterday()),
    refetchInterval: 120_000,
  });
}
