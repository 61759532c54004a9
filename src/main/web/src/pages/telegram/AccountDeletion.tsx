import { Checkbox, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, from, take } from '@/api/client';
import { ConfirmName } from '@/ui/ConfirmName';
import { useAct } from '@/ui/useAct';
import { nameOf, type Account } from './account';

interface Props {
  opened: boolean;
  account: Account;
  onClose: () => void;
  onDeleted: () => void;
}

export function AccountDeletion({ opened, account, onClose, onDeleted }: Props) {
  const { t } = useTranslation('telegram');
  const [out, setOut] = useState(true);
  const remove = useAct(
    () =>
      take(
        api.DELETE('/accounts/{account_id}', {
          params: { path: { account_id: account.id }, query: { log_out: out }, header: from(account.version) },
        }),
      ),
    { done: t('deletion.done'), fresh: [['telegram']], onDone: onDeleted },
  );
  return (
    <ConfirmName
      opened={opened}
      title={t('act.deleteAccount')}
      name={nameOf(account)}
      act={t('common:act.delete')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(undefined)}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">{t('deletion.lost')}</Text>
        <Checkbox
          label={t('deletion.logOut')}
          description={t(out ? 'deletion.logOutHint' : 'deletion.stays')}
          checked={out}
          onChange={(event) => setOut(event.currentTarget.checked)}
        />
      </Stack>
    </ConfirmName>
  );
}
