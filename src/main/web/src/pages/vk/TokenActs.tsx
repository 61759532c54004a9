import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { useAct } from '@/ui/useAct';
import { waitsForToken, type Account } from './account';
import { openDialog } from './tokenDialog';
import { FRESH } from './useAccounts';

/** What can be done to a token. */
export function TokenActs({ account }: { account: Account }) {
  const { t } = useTranslation('vk');
  const path = { params: { path: { id: account.id } } };

  const verify = useAct(() => take(api.POST('/system-accounts/{id}/verify', path)), { done: t('acts.verified'), fresh: FRESH });
  const enable = useAct(() => take(api.POST('/system-accounts/{id}/enable', path)), { done: t('acts.enabled'), fresh: FRESH });
  const disable = useAct(() => take(api.POST('/system-accounts/{id}/disable', path)), { done: t('acts.disabled'), fresh: FRESH });

  return (
    <>
      {account.token_hint !== undefined && (
        <Button size="compact-sm" variant="default" loading={verify.isPending} onClick={() => verify.mutate(undefined)}>
          {t('acts.verify')}
        </Button>
      )}
      {waitsForToken(account) && (
        <Button size="compact-sm" variant="default" onClick={() => openDialog('replace', account)}>
          {t('acts.give')}
        </Button>
      )}
      {account.status === 'disabled' ? (
        <Button size="compact-sm" variant="default" loading={enable.isPending} onClick={() => enable.mutate(undefined)}>
          {t('acts.enable')}
        </Button>
      ) : (
        <Button size="compact-sm" variant="default" loading={disable.isPending} onClick={() => disable.mutate(undefined)}>
          {t('acts.disable')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('acts.moreOf', { name: account.label })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => openDialog('replace', account)}>{t(account.token_hint === undefined ? 'acts.give' : 'acts.replace')}</Menu.Item>
          <Menu.Item color="red" onClick={() => openDialog('delete', account)}>
            {t('acts.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
