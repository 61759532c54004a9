import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './Dialog';

interface Props {
  opened: boolean;
  title: string;
  /** What is lost. */
  children: ReactNode;
  /** To be typed. */
  name: string;
  /** Of the button. */
  act: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Before what cannot be undone: the name of the thing has to be typed. */
export function ConfirmName({ opened, onClose, ...rest }: Props) {
  return (
    <Dialog fullScreen={false} opened={opened} onClose={onClose} title={rest.title}>
      <Question {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Question({ children, name, act, busy, onConfirm, onClose }: Omit<Props, 'opened' | 'title'>) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const same = typed.trim() === name;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (same) {
          onConfirm();
        }
      }}
    >
      <Stack>
        <Text size="sm" component="div">
          {children}
        </Text>
        <Text size="sm" fw={600}>
          {t('confirm.irreversible')}
        </Text>
        <TextInput
          label={t('confirm.type', { name })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
          autoComplete="off"
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" color="red" disabled={!same} loading={busy === true}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
