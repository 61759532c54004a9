import { Button, SimpleGrid, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { logOut } from '@/session/session';
import { More } from '@/ui/More';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { useAct } from '@/ui/useAct';
import { usePages } from '@/ui/usePages';
import { SessionCard } from './SessionCard';

const SESSIONS = ['me', 'sessions'];

export default function SessionsPage() {
  const { t } = useTranslation('account');
  const { query, more } = usePages(SESSIONS, (cursor) =>
    take(api.GET('/api/auth/v1/sessions', { params: { query: { limit: 50, cursor } } })),
  );
  const endOthers = useAct(() => take(api.DELETE('/api/auth/v1/sessions')), {
    onDone: ({ ended }) => notifications.show({ message: t('sessions.endedMany', { count: ended }), color: 'teal' }),
    fresh: [SESSIONS],
  });
  const end = useAct((id: string) => take(api.DELETE('/api/auth/v1/sessions/{id}', { params: { path: { id } } })), {
    done: t('sessions.ended'),
    fresh: [SESSIONS],
  });
  const leave = useAct(logOut);
  const others = query.data?.some((session) => !session.current) === true;

  return (
    <Page
      title={t('nav.accountSessions')}
      hint={t('sessions.hint')}
      actions={
        others && (
          <Button variant="light" color="red" loading={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>
            {t('sessions.endOthers')}
          </Button>
        )
      }
    >
      <QueryView query={query} empty={(sessions) => sessions.length === 0}>
        {(sessions) => (
          <Stack>
            <SimpleGrid component="ul" cols={{ base: 1, md: 2, xl: 3 }} m={0} p={0} style={{ listStyle: 'none' }}>
              {[...sessions]
                .sort((one, other) => Number(other.current) - Number(one.current))
                .map((session) => (
                  <SessionCard
                    key={session.id}
                    session={session}
                    busy={end.isPending && end.variables === session.id}
                    onEnd={() => (session.current ? leave.mutate(undefined) : end.mutate(session.id))}
                  />
                ))}
            </SimpleGrid>
            <More query={query} more={more} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}
