import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import type { Problem } from '@/api/problem';
import { useFresh } from '@/live/useFresh';
import type { Account } from './account';

/**
 * Past the browser's cache: the ETag is the version of what people decide, so that a cached account would be taken for fresh
 * whatever has happened to its session since.
 */
export function accountNow(id: string): Promise<Account> {
  return take(api.GET('/accounts/{account_id}', { params: { path: { account_id: id } }, cache: 'no-store' }));
}

export function useAccount(id: string | undefined) {
  useFresh(['telegram.accountChanged', 'telegram.signInChanged'], ['telegram', 'account', id]);
  return useQuery({
    queryKey: ['telegram', 'account', id],
    queryFn: () => accountNow(id!),
    enabled: id !== undefined,
  });
}

/** Somebody was quicker: the person hears of it, and sees the thing as it is now. @returns whether it was that */
export function useStale(key: QueryKey): (problem: Problem) => boolean {
  const { t } = useTranslation('telegram');
  const queries = useQueryClient();
  return (problem) => {
    if (problem.status !== 412) {
      return false;
    }
    notifications.show({ message: t('stale'), color: 'yellow', autoClose: 10_000 });
    void queries.invalidateQueries({ queryKey: key });
    return true;
  };
}
