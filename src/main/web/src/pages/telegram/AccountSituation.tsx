import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { whyOf, type Account } from './account';

const COLOURS: Partial<Record<Account['state'], string>> = { flood: 'yellow', frozen: 'red', lost: 'red', banned: 'red' };

/** What is the case, why, and what is waited for; nothing where all is well. */
export function AccountSituation({ account }: { account: Account }) {
  const { t } = useTranslation('telegram');
  const format = useFormat();
  if (account.state === 'ready') {
    return account.node === undefined ? <Alert color="yellow">{t('waits.node')}</Alert> : null;
  }
  return (
    <Alert color={COLOURS[account.state] ?? 'gray'} title={whyOf(account, t)}>
      <Text size="sm">{t(`waits.${account.state}`)}</Text>
      {account.until !== undefined && <Text size="sm">{t('waits.until', { time: format.exact(account.until) })}</Text>}
    </Alert>
  );
}
