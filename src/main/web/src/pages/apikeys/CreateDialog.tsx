import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { CreateForm } from './CreateForm';

interface Props {
  opened: boolean;
  onClose: () => void;
  fresh: QueryKey;
}

/** A new key. Its text is shown here and never again, so this does not close by a click beside it. */
export function CreateDialog({ opened, onClose, fresh }: Props) {
  const { t } = useTranslation('apikeys');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('create.title')} size="lg" firm>
      <Steps onClose={onClose} fresh={fresh} />
    </Dialog>
  );
}

function Steps({ onClose, fresh }: Omit<Props, 'opened'>) {
  const [created, setCreated] = useState<Schemas['ApiKeyCreated']>();
  return created ? (
    <Shown created={created} onClose={onClose} />
  ) : (
    <CreateForm fresh={fresh} onCreated={setCreated} onClose={onClose} />
  );
}

function Shown({ created, onClose }: { created: Schemas['ApiKeyCreated']; onClose: () => void }) {
  const { t } = useTranslation('apikeys');
  return (
    <Stack>
      <Alert color="yellow" title={t('shown.title')}>
        <Text size="sm">{t('shown.hint')}</Text>
      </Alert>
      <Code block aria-label={t('shown.key', { name: created.key.name })} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {created.token}
      </Code>
      <Group justify="flex-end">
        <CopyButton value={created.token}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} data-autofocus>
              {copied ? t('common:act.copied') : t('common:act.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t('shown.kept')}</Button>
      </Group>
    </Stack>
  );
}
