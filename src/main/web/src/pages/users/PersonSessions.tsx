import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { useSession } from '@/session/session';
import { QueryView } from '@/ui/QueryView';
import { StateBadge } from '@/ui/StateBadge';
import { useAct } from '@/ui/useAct';
import { usePages } from '@/ui/usePages';
import { When } from '@/ui/When';

/** Where somebody is signed in. */
export function PersonSessions({ id }: { id: string }) {
  const { t } = useTranslation('users');
  const mine = useSession((session) => session.me?.session?.id);
  const key = ['users', 'sessions', id];
  const { query, more } = usePages(key, (cursor) =>
    take(
      api.GET('/api/admin/v1/users/{id}/sessions', {
        params: { path: { id }, query: cursor === undefined ? {} : { cursor } },
      }),
    ),
  );
  const endAll = useAct(() => take(api.DELETE('/api/admin/v1/users/{id}/sessions', { params: { path: { id } } })), {
    done: t('session.endedAll'),
    fresh: [key],
  });
  const end = useAct(
    (session_id: string) =>
      take(api.DELETE('/api/admin/v1/users/{id}/sessions/{session_id}', { params: { path: { id, session_id } } })),
    { done: t('session.ended'), fresh: [key] },
  );
  return (
    <QueryView query={query} empty={(sessions) => sessions.length === 0} emptyText={t('session.none')}>
      {(sessions) => (
        <Stack gap="xs">
          <Group justify="flex-end">
            <Button variant="default" color="red" loading={endAll.isPending} onClick={() => endAll.mutate(undefined)}>
              {t('session.endAll')}
            </Button>
          </Group>
          {sessions.map((session) => (
            <Card key={session.id} withBorder padding="sm">
              <Group justify="space-between" wrap="nowrap" align="flex-start">
                <Stack gap={2} miw={0}>
                  <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                    {session.device ?? t('session.unknownDevice')}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {t(`client.${session.client}`)} · {t(`proof.${session.proof}`)}
                    {session.address !== undefined && ` · ${session.address}`}
                  </Text>
                  <Group gap={4}>
                    <Text size="sm" c="dimmed">
                      {t('session.used')}
                    </Text>
                    <When size="sm" c="dimmed" at={session.last_used_at} />
                    {session.id === mine && <StateBadge mood="busy">{t('session.current')}</StateBadge>}
                  </Group>
                </Stack>
                <Button
                  size="compact-sm"
                  variant="default"
                  style={{ flexShrink: 0 }}
                  loading={end.isPending && end.variables === session.id}
                  onClick={() => end.mutate(session.id)}
                >
                  {t('session.end')}
                </Button>
              </Group>
            </Card>
          ))}
          {query.hasNextPage && (
            <Button variant="subtle" loading={query.isFetchingNextPage} onClick={more}>
              {t('common:state.more')}
            </Button>
          )}
        </Stack>
      )}
    </QueryView>
  );
}
