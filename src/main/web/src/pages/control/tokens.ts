import { useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '@/api/client';
import { everyPage } from '@/api/everyPage';
import type { Standing } from './standing';

export type Token = Schemas['SystemAccount'];
type Row = Schemas['TokenMatrixRow'];

const PAGE = 200;
const MOST_PAGES = 5;
const DAY_MS = 86_400_000;
const SOON_DAYS = 3;
/** Between two calls of a token; its usual pace is no rest. */
const PACE_MS = 1_000;
const DEAD: Token['status'][] = ['error', 'expired', 'needs_human'];

export function useTokens() {
  return useQuery({
    queryKey: ['control', 'tokens'],
    queryFn: () =>
      everyPage(
        (cursor) => take(api.GET('/system-accounts/', { params: { query: { limit: PAGE, sort: 'expires_at', cursor } } })),
        MOST_PAGES,
      ),
    refetchInterval: 60_000,
  });
}

/** With the token of the environment, which is no account. */
export function useTokenRows() {
  return useQuery({
    queryKey: ['control', 'matrix'],
    queryFn: () =>
      everyPage((cursor) => take(api.GET('/system-accounts/matrix', { params: { query: { limit: PAGE, cursor } } })), MOST_PAGES),
    refetchInterval: 15_000,
  });
}

export function useTokenChart() {
  return useQuery({
    queryKey: ['control', 'calls'],
    queryFn: () => take(api.GET('/token-logs/chart', { params: { query: { granularity: 'hour' } } })),
    refetchInterval: 60_000,
  });
}

/** May go at this moment. */
export function free(rows: Row[], now: number): Row[] {
  return rows.filter(({ next_free }) => next_free !== undefined && new Date(next_free).getTime() <= now + PACE_MS);
}

/** Of no use until a person does something. */
export function dead<T extends { status: Token['status'] }>(tokens: T[]): T[] {
  return tokens.filter(({ status }) => DEAD.includes(status));
}

/** End soon, and nothing follows by itself. */
export function ending(tokens: Token[], now: number): Token[] {
  return tokens.filter(
    ({ status, refreshable, expires_at }) =>
      !DEAD.includes(status) &&
      status !== 'disabled' &&
      !refreshable &&
      expires_at !== undefined &&
      new Date(expires_at).getTime() < now + SOON_DAYS * DAY_MS,
  );
}

export function standingOfTokens(rows: Row[], now: number): Standing {
  const wanted = rows.filter(({ status }) => status !== 'disabled');
  if (wanted.length === 0) {
    return 'unused';
  }
  if (wanted.every(({ next_free }) => next_free === undefined)) {
    return 'down';
  }
  return dead(wanted).length > 0 || free(wanted, now).length === 0 ? 'degraded' : 'up';
}
