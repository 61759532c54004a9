import { useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '@/api/client';
import type { Standing } from './standing';

type Summary = Schemas['TelegramSummary'];

/** States that only a person ends. */
export const BROKEN = ['lost', 'banned', 'frozen'] as const;

/** More than this share of all accounts is worth a word: a few are always out. */
const MANY = 0.05;
const SHOWN = 5;

export function useSummary() {
  return useQuery({
    queryKey: ['control', 'telegram', 'summary'],
    queryFn: () => take(api.GET('/telegram/summary')),
    refetchInterval: 15_000,
  });
}

export function useHistory() {
  return useQuery({
    queryKey: ['control', 'history'],
    queryFn: () => take(api.GET('/telegram/history')),
    refetchInterval: 5 * 60_000,
  });
}

/** The first few of each state that only a person ends. */
export function useBroken() {
  return useQuery({
    queryKey: ['control', 'telegram', 'broken'],
    queryFn: async () => {
      const pages = await Promise.all(
        BROKEN.map((state) => take(api.GET('/accounts/', { params: { query: { state, limit: SHOWN, sort: '-updated_at' } } }))),
      );
      return pages.flatMap(({ items }) => items);
    },
    refetchInterval: 60_000,
  });
}

export function countOf(summary: Summary, states: readonly string[]): number {
  return states.reduce((sum, state) => sum + (summary.states[state] ?? 0), 0);
}

export function standingOfAccounts(summary: Summary): Standing {
  const wanted = summary.held + summary.waiting;
  if (summary.accounts === 0) {
    return 'unused';
  }
  if (summary.nodes.length === 0 || (wanted > 0 && summary.connected + summary.resting === 0)) {
    return 'down';
  }
  const out = countOf(summary, [...BROKEN, 'flood']);
  return summary.waiting > 0 || out > summary.accounts * MANY ? 'degraded' : 'up';
}
