import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import { ACCOUNTS } from './useAccounts';

/** What an act on an account may have changed. */
export const FRESH = [ACCOUNTS, ['vk', 'account'], ['vk', 'matrix'], ['vk', 'logs']];

/** Refusals that people meet here, in their language; and a change that somebody else was quicker with. */
export function useRefusal() {
  const { t, i18n } = useTranslation('vk');
  const queries = useQueryClient();
  return (problem: Problem): boolean => {
    // Also a refusal may have changed the account: a token that VK does not take is dead from now on.
    FRESH.forEach((queryKey) => void queries.invalidateQueries({ queryKey }));
    const code = problem.status === 412 ? 'changed' : problem.code.replace('.', '_');
    if (!i18n.exists(`refusal.${code}`, { ns: 'vk' })) {
      return false;
    }
    notifications.show({
      color: problem.status === 412 ? 'yellow' : 'red',
      title: t('problem.title'),
      message: t(`refusal.${code}`) + (problem.requestId === undefined ? '' : ` · ${t('problem.request', { id: problem.requestId })}`),
      autoClose: 10_000,
    });
    return true;
  };
}
