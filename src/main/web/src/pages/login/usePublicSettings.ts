import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/api/client';

/** What everybody may know of this instance. */
export function usePublicSettings() {
  return useQuery({
    queryKey: ['public settings'],
    queryFn: () => take(api.GET('/api/app/v1/settings')),
    staleTime: 60_000,
  });
}
