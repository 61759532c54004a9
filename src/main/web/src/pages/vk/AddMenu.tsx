import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { useAct } from '@/ui/useAct';
import { AddLinks } from './AddLinks';
import { AddToken } from './AddToken';

/** The ways by which accounts come, and the question whose the environment's token is. */
export function AddMenu() {
  const { t } = useTranslation('vk');
  const [open, setOpen] = useState<'links' | 'token'>();
  const close = () => setOpen(undefined);
  const environment = useAct(() => take(api.POST('/system-accounts/verify-env')), {
    onDone: (owner) =>
      notifications.show({
        color: 'teal',
        title: t('env.title'),
        message: t('env.owner', {
          kind: t(`kind.${owner.kind}`),
          name: owner.name ?? (owner.vk_user_id === undefined ? t('env.unnamed') : `id ${owner.vk_user_id}`),
        }),
        autoClose: 15_000,
      }),
  });
  return (
    <>
      <Button variant="default" loading={environment.isPending} onClick={() => environment.mutate(undefined)}>
        {t('env.verify')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconPlus size={16} aria-hidden />}>{t('add.title')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen('links')}>{t('add.byLinks')}</Menu.Item>
          <Menu.Item onClick={() => setOpen('token')}>{t('add.withToken')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <AddLinks opened={open === 'links'} onClose={close} />
      <AddToken opened={open === 'token'} onClose={close} />
    </>
  );
}
