import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, from, take } from '@/api/client';
import { ConfirmName } from '@/ui/ConfirmName';
import { useAct } from '@/ui/useAct';
import { useOpened } from '@/ui/useUrl';
import type { Account } from './account';
import { ReplaceToken } from './ReplaceToken';
import { closeDialog, useTokenDialog } from './tokenDialog';
import { FRESH } from './useAccounts';

/** What asks for more than a press of a button, for whichever token it was asked. */
export function TokenDialogs() {
  const { act, account } = useTokenDialog();
  useEffect(() => closeDialog, []);
  return (
    account && (
      <>
        <ReplaceToken account={account} opened={act === 'replace'} onClose={closeDialog} />
        <DeleteToken account={account} opened={act === 'delete'} />
      </>
    )
  );
}

function DeleteToken({ account, opened }: { account: Account; opened: boolean }) {
  const { t } = useTranslation('vk');
  const { close } = useOpened('token');
  const remove = useAct(
    () => take(api.DELETE('/system-accounts/{id}', { params: { path: { id: account.id }, header: from(account.version) } })),
    {
      done: t('acts.deleted'),
      fresh: FRESH,
      onDone: () => {
        closeDialog();
        // The drawer may show it.
        close();
      },
      onProblem: () => {
        closeDialog();
        return false;
      },
    },
  );
  return (
    <ConfirmName
      opened={opened}
      title={t('acts.deleteTitle')}
      name={account.label}
      act={t('acts.delete')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(undefined)}
      onClose={closeDialog}
    >
      {t('acts.deleteLoss', { name: account.label })}
    </ConfirmName>
  );
}
