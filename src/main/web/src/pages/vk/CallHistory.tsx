import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { When } from '@/ui/When';
import { useCalls, type Asked } from './calls';

/** Calls since the page was opened; each can be taken up again. */
export function CallHistory({ onTake }: { onTake: (asked: Asked) => void }) {
  const { t } = useTranslation('vk');
  const calls = useCalls((state) => state.calls);
  return (
    <Stack gap="xs" component="section" aria-label={t('call.history')}>
      <Title order={2}>{t('call.history')}</Title>
      {calls.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('call.noHistory')}
        </Text>
      )}
      {calls.map((call) => (
        <Paper key={call.id} withBorder p="xs">
          <Group justify="space-between" wrap="nowrap" gap={6}>
            <Text size="sm" ff="monospace" fw={600} style={{ overflowWrap: 'anywhere' }}>
              {call.asked.method}
            </Text>
            <Button
              size="compact-xs"
              variant="default"
              style={{ flexShrink: 0 }}
              aria-label={t('call.take', { method: call.asked.method })}
              onClick={() => onTake(call.asked)}
            >
              {t('call.again')}
            </Button>
          </Group>
          <Text size="xs" ff="monospace" c="dimmed" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
            {JSON.stringify(call.asked.params ?? {})}
          </Text>
          <Group justify="space-between" gap={6}>
            <Text size="xs" c={call.problem === undefined ? undefined : 'var(--mantine-color-error)'}>
              {call.problem ?? t('call.answered')}
            </Text>
            <When at={call.at} size="xs" c="dimmed" />
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}
