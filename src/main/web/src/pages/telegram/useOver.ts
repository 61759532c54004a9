import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect } from 'react';

/** A clock that is ahead of the gateway's asks again after this. */
const LATE_MS = 1_000;
const LONGEST_MS = 3_600_000;

/**
 * Time alone ends a wait, and nobody tells of it: what these keys begin with is fetched anew when the first wait is over.
 *
 * @param at when the waits were fetched
 */
export function useOver(untils: (string | undefined)[], at: number, ...keys: QueryKey[]): void {
  const queries = useQueryClient();
  const first = Math.min(...untils.filter((until) => until !== undefined).map((until) => new Date(until).getTime()));
  useEffect(() => {
    if (first === Infinity) {
      return undefined;
    }
    const left = Math.min(Math.max(0, first - Date.now()), LONGEST_MS);
    const timer = setTimeout(() => keys.forEach((queryKey) => void queries.invalidateQueries({ queryKey })), left + LATE_MS);
    return () => clearTimeout(timer);
    // The keys are always the same.
  }, [first, at]);
}
