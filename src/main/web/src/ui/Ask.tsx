import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './Dialog';

interface Props {
  opened: boolean;
  title: string;
  /** What happens then. */
  children: ReactNode;
  /** Of the button. */
  act: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Before what can be made good again, but not at once. What cannot be undone wants `ConfirmName`. */
export function Ask({ opened, title, children, act, busy, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog fullScreen={false} opened={opened} onClose={onClose} title={title}>
      <Stack>
        <Text size="sm" component="div">
          {children}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('act.cancel')}
          </Button>
          <Button color="red" loading={busy === true} onClick={onConfirm}>
            {act}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
