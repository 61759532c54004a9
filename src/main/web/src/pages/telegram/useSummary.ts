import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/api/client';
import { useFresh } from '@/live/useFresh';

/** For administrators, who alone may ask how all accounts are. */
export function useSummary(enabled = true) {
  useFresh(['telegram.accountChanged'], ['telegram', 'summary']);
  return useQuery({
    queryKey: ['telegram', 'summary'],
    queryFn: () => take(api.GET('/telegram/summary')),
    enabled,
    refetchInterval: 15_000,
  });
}
