import { Button, Group, Stack, Text, Timeline } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { QueryView } from '@/ui/QueryView';
import { usePages } from '@/ui/usePages';
import { When } from '@/ui/When';
import { ErrorWords } from './ErrorWords';

/** Attempts with one token, newest first. */
export function TokenTimeline({ id }: { id: string }) {
  const { t } = useTranslation('vk');
  const { query, more } = usePages(['vk', 'logs', 'of', id], (cursor) =>
    take(api.GET('/token-logs/', { params: { query: { account_id: id, limit: 30, cursor } } })),
  );
  return (
    <QueryView query={query} empty={(items) => items.length === 0} emptyText={t('drawer.noAttempts')}>
      {(items) => (
        <Stack>
          <Timeline bulletSize={20} lineWidth={2} active={items.length}>
            {items.map((each) => (
              <Timeline.Item
                key={each.id}
                color={each.status === 'success' ? 'teal' : 'red'}
                bullet={
                  each.status === 'success' ? (
                    <IconCheck size={12} aria-label={t('outcome.success')} />
                  ) : (
                    <IconX size={12} aria-label={t('outcome.error')} />
                  )
                }
                title={
                  <Text span ff="monospace" size="sm">
                    {each.method}
                  </Text>
                }
              >
                {each.error_details !== undefined && <ErrorWords details={each.error_details} />}
                <Group gap={6}>
                  <When at={each.timestamp} size="xs" c="dimmed" />
                  <Text size="xs" c="dimmed">
                    {t('drawer.attempt', { attempt: each.attempt, ms: each.duration_ms })}
                  </Text>
                </Group>
              </Timeline.Item>
            ))}
          </Timeline>
          {query.hasNextPage && (
            <Button variant="default" loading={query.isFetchingNextPage} onClick={more}>
              {t('state.more')}
            </Button>
          )}
        </Stack>
      )}
    </QueryView>
  );
}
