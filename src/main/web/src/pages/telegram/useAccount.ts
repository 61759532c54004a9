import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/api/client';
import { useFresh } from '@/live/useFresh';
import type { Account } from './account';
import { useOver } from './useOver';

export function accountNow(id: string): Promise<Account> {
  return take(api.GET('/accounts/{account_id}', { params: { path: { account_id: id } } }));
}

export function useAccount(id: string | undefined) {
  useFresh(['telegram.accountChanged', 'telegram.signInChanged'], ['telegram', 'account', id]);
  const query = useQuery({
    queryKey: ['telegram', 'account', id],
    queryFn: () => accountNow(id!),
    enabled: id !== undefined,
  });
  useOver([query.data?.until], query.dataUpdatedAt, ['telegram', 'account', id]);
  return query;
}
