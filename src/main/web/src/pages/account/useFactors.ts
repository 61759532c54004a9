import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/api/client';

/** Everything that begins with this is about second factors; a fresh proof asks for it, too. */
export const FACTORS = ['me', 'factors'];

export function useFactors() {
  return useQuery({ queryKey: FACTORS, queryFn: () => take(api.GET('/api/auth/v1/me/factors')) });
}
