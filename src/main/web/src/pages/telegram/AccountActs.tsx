import { Button, Group, Menu, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, from, take } from '@/api/client';
import { ConfirmName } from '@/ui/ConfirmName';
import { useAct } from '@/ui/useAct';
import { nameOf, takesSession, useRights, wantsSignIn, type Account } from './account';

export type AccountDialog = 'change' | 'import' | 'export' | 'delete';

interface Props {
  account: Account;
  onDialog: (dialog: AccountDialog) => void;
  onSignIn: () => void;
}

const SIGNED_IN: readonly Account['state'][] = ['ready', 'flood', 'frozen'];

/** What may be done with it now; what the person's role does not allow is not offered. */
export function AccountActs({ account, onDialog, onSignIn }: Props) {
  const { t } = useTranslation('telegram');
  const { act, own } = useRights(account.workspace_id);
  const [leaving, setLeaving] = useState(false);
  const path = { account_id: account.id };
  const fresh = [['telegram']];
  const turn = useAct(
    (status: Account['status']) =>
      take(api.PATCH('/accounts/{account_id}', { params: { path, header: from(account.version) }, body: { status } })),
    { fresh },
  );
  const logOut = useAct(() => take(api.POST('/accounts/{account_id}/log-out', { params: { path } })), {
    done: t('logOut.done'),
    fresh,
    onDone: () => setLeaving(false),
  });
  if (!act) {
    return (
      <Text size="sm" c="dimmed">
        {t('rights.viewer')}
      </Text>
    );
  }
  const signedIn = SIGNED_IN.includes(account.state);
  const paused = account.status === 'paused';
  return (
    <Group gap="xs">
      {wantsSignIn(account) && (
        <Button size="xs" onClick={onSignIn}>
          {t(account.state === 'code_sent' || account.state === 'password_needed' ? 'act.goOn' : 'act.signIn')}
        </Button>
      )}
      {takesSession(account) && (
        <Button size="xs" variant="default" onClick={() => onDialog('import')}>
          {t('act.bringSession')}
        </Button>
      )}
      <Button size="xs" variant="default" loading={turn.isPending} onClick={() => turn.mutate(paused ? 'active' : 'paused')}>
        {t(paused ? 'act.resume' : 'act.pause')}
      </Button>
      <Button size="xs" variant="default" onClick={() => onDialog('change')}>
        {t('common:act.edit')}
      </Button>
      {(signedIn || own) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<IconDots size={16} aria-hidden />}>
              {t('act.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {signedIn && <Menu.Item onClick={() => setLeaving(true)}>{t('act.logOut')}</Menu.Item>}
            {own && (signedIn || account.state === 'exported' || account.state === 'stopped') && (
              <Menu.Item onClick={() => onDialog('export')}>{t('act.export')}</Menu.Item>
            )}
            {own && (
              <Menu.Item color="red" onClick={() => onDialog('delete')}>
                {t('act.deleteAccount')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <ConfirmName
        opened={leaving}
        title={t('act.logOut')}
        name={nameOf(account)}
        act={t('act.logOut')}
        busy={logOut.isPending}
        onConfirm={() => logOut.mutate(undefined)}
        onClose={() => setLeaving(false)}
      >
        {t('logOut.lost')}
      </ConfirmName>
    </Group>
  );
}
