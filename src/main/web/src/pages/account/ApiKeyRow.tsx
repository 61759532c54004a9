import { Button, Code, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { When } from '@/ui/When';

interface Props {
  apiKey: Schemas['ApiKey'];
  /** Its name, of a key that is for one of mine. */
  workspace: string | undefined;
  onRevoke: () => void;
}

export function ApiKeyRow({ apiKey, workspace, onRevoke }: Props) {
  const { t } = useTranslation('account');
  const where = workspace ?? (apiKey.workspace === undefined ? t('keys.everywhere') : t('keys.left'));
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {apiKey.name}
            </Text>
            <Code>…{apiKey.hint}</Code>
          </Group>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {[where, apiKey.scopes.join(', ')].join(' · ')}
          </Text>
          <Group gap={6}>
            <Text size="xs" c="dimmed">
              {t('keys.used')}
            </Text>
            <When at={apiKey.last_used_at} size="xs" c="dimmed" />
            <Text size="xs" c="dimmed">
              · {t('keys.ends')}
            </Text>
            <When at={apiKey.expires_at} size="xs" c="dimmed" />
          </Group>
        </div>
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          style={{ flexShrink: 0 }}
          aria-label={t('keys.revokeOne', { name: apiKey.name })}
          onClick={onRevoke}
        >
          {t('keys.revoke')}
        </Button>
      </Group>
    </li>
  );
}
