import { Button, Group, List, Text } from '@mantine/core';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import type { Me } from '@/session/session';
import { signedOut } from '@/session/token';
import { ConfirmName } from '@/ui/ConfirmName';
import { Section } from '@/ui/Section';
import { useAct } from '@/ui/useAct';
import { saveFile } from '@/ui/download';

/** Taking everything along, and being forgotten. */
export function MyData({ me }: { me: Me }) {
  const { t } = useTranslation('account');
  const [asking, setAsking] = useState(false);
  const takeAlong = useAct(() => take(api.GET('/api/auth/v1/me/export')), {
    onDone: (document) =>
      saveFile(
        new Blob([JSON.stringify(document, null, 2)], { type: 'application/json' }),
        `pult-${me.login ?? me.id}-${document.exported_at.slice(0, 10)}.json`,
      ),
    fresh: [['me', 'audit']],
  });
  const erase = useAct(() => take(api.DELETE('/api/auth/v1/me')), { done: t('erase.done'), onDone: signedOut });

  return (
    <Section title={t('data.title')} hint={t('data.hint')}>
      <Group>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={takeAlong.isPending}
          onClick={() => takeAlong.mutate(undefined)}
        >
          {t('data.export')}
        </Button>
        <Button variant="light" color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsking(true)}>
          {t('erase.act')}
        </Button>
      </Group>
      <ConfirmName
        opened={asking}
        title={t('erase.title')}
        name={me.login ?? (me.name === '' ? me.id : me.name)}
        act={t('erase.confirm')}
        busy={erase.isPending}
        onConfirm={() => erase.mutate(undefined)}
        onClose={() => setAsking(false)}
      >
        <Text size="sm">{t('erase.what')}</Text>
        <List size="sm" mt="xs" spacing={4}>
          <List.Item>{t('erase.sessions')}</List.Item>
          <List.Item>{t('erase.workspaces')}</List.Item>
          <List.Item>{t('erase.audit')}</List.Item>
        </List>
      </ConfirmName>
    </Section>
  );
}
