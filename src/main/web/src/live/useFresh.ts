import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive, type Topic } from './live';

/** Events that come in a burst are one reason to fetch anew. */
const GATHER_MS = 400;

/** Fetches what these keys begin with anew when one of the topics tells of a change. */
export function useFresh(topics: Topic[], ...keys: QueryKey[]): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(keys);
  latest.current = keys;
  useLive(topics, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current.forEach((queryKey) => void queries.invalidateQueries({ queryKey }));
    }, GATHER_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
