import { Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { QueryView } from '@/ui/QueryView';
import { When } from '@/ui/When';
import { Clock } from './Clock';

const LOOK_MS = 15_000;

/** What Telegram wants the account to wait with; time alone ends it. */
export function AccountFloods({ id }: { id: string }) {
  const { t } = useTranslation('telegram');
  const query = useQuery({
    queryKey: ['telegram', 'account', id, 'floods'],
    queryFn: () => take(api.GET('/accounts/{account_id}/floods', { params: { path: { account_id: id } } })),
    refetchInterval: LOOK_MS,
  });
  return (
    <QueryView query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('flood.none')}
          </Text>
        ) : (
          <Stack gap="xs">
            {items.map((flood) => (
              <Paper key={`${flood.method} ${flood.chat ?? ''}`} withBorder p="xs">
                <Group justify="space-between" wrap="nowrap">
                  <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
                    {flood.method}
                  </Text>
                  <Clock until={flood.until} fw={600} />
                </Group>
                <Text size="sm">{flood.message}</Text>
                <Group gap={6} c="dimmed">
                  <Text size="xs">{flood.error}</Text>
                  <Text size="xs">{flood.chat === undefined ? t('flood.everywhere') : t('flood.chat', { id: flood.chat })}</Text>
                  <When at={flood.seen_at} size="xs" />
                </Group>
              </Paper>
            ))}
          </Stack>
        )
      }
    </QueryView>
  );
}
