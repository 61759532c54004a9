import { useQueries } from '@tanstack/react-query';
import { api, take, type Schemas } from '@/api/client';

export type Point = Schemas['TokenLogChartPoint'];

export interface Outcome {
  success: number;
  error: number;
}

const HOUR_MS = 3_600_000;
const FRESH_MS = 30_000;
const NOTHING: Outcome = { success: 0, error: 0 };

/**
 * How the attempts of each point ended. The chart of the gateway counts attempts and does not tell their ends, so each point in
 * which there was something is asked for by itself: once if it is past, and again and again if it is the present one.
 */
export function useOutcomes(points: Point[], method: string | undefined) {
  const spans = points.flatMap((point, index) => {
    const counted = method === undefined ? Object.keys(point.methods).length > 0 : point.methods[method] !== undefined;
    return counted ? [{ index, from: point.at, to: points[index + 1]?.at }] : [];
  });
  return useQueries({
    queries: spans.map(({ from, to }) => ({
      queryKey: ['vk', 'stats', from, to ?? 'now'],
      queryFn: () => take(api.GET('/token-logs/stats', { params: { query: { from, to } } })),
      staleTime: to === undefined ? FRESH_MS / 2 : HOUR_MS,
      refetchInterval: to === undefined ? FRESH_MS : (false as const),
    })),
    combine: (answers) => {
      const outcomes: Outcome[] = points.map(() => NOTHING);
      answers.forEach(({ data }, at) => {
        const of = method === undefined ? data : data?.methods.find((each) => each.method === method);
        if (of !== undefined) {
          outcomes[spans[at]!.index] = { success: of.success, error: of.error };
        }
      });
      return {
        outcomes,
        waits: answers.some((answer) => answer.isPending),
        failure: answers.find((answer) => answer.isError)?.error ?? undefined,
        again: () => answers.filter((answer) => answer.isError).forEach((answer) => void answer.refetch()),
      };
    },
  });
}
