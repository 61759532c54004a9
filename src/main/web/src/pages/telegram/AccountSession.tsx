import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { Problem } from '@/api/problem';
import { useFormat } from '@/i18n/format';
import { Facts } from '@/ui/Facts';
import { QueryView } from '@/ui/QueryView';
import { StateBadge, type Mood } from '@/ui/StateBadge';
import { When } from '@/ui/When';
import type { Account } from './account';

type Session = Schemas['AccountSession'];

const LOOK_MS = 3_000;
const LINES: Record<Session['line'], Mood> = { connected: 'good', connecting: 'busy', waiting: 'wait', resting: 'rest', idle: 'rest' };

/** Nobody holds it, or nobody should: no failure of this page. */
const NONE = ['telegram.not_held', 'account.lost', 'account.stopped', 'account.not_signed_in'];

/** How the session is at the moment, as the node says that holds it. */
export function AccountSession({ account }: { account: Account }) {
  const { t } = useTranslation('telegram');
  const query = useQuery({
    queryKey: ['telegram', 'account', account.id, 'session'],
    queryFn: () => take(api.GET('/accounts/{account_id}/session', { params: { path: { account_id: account.id } } })),
    refetchInterval: LOOK_MS,
    retry: false,
  });
  if (query.error instanceof Problem && NONE.includes(query.error.code)) {
    return (
      <Text size="sm" c="dimmed">
        {t(query.error.code === 'telegram.not_held' ? 'session.notHeld' : 'session.none')}
      </Text>
    );
  }
  return <QueryView query={query}>{(session) => <Now session={session} />}</QueryView>;
}

const KIB = 1_024;

function Now({ session }: { session: Session }) {
  const { t } = useTranslation('telegram');
  const format = useFormat();
  const number = (value: number) => <span className="pult-number">{format.number(value)}</span>;
  return (
    <Facts
      of={[
        [t('session.line'), <StateBadge mood={LINES[session.line]}>{t(`line.${session.line}`)}</StateBadge>],
        [t('session.lastFailure'), session.last_failure],
        [t('field.node'), session.node],
        [t('session.lastRead'), <When at={session.last_read_at} size="sm" />],
        [t('session.lastUpdate'), <When at={session.last_update_at} size="sm" />],
        [
          t('session.roundTrip'),
          session.round_trip_ms === undefined ? undefined : t('session.ms', { value: format.number(session.round_trip_ms) }),
        ],
        [t('session.inFlight'), t('session.calls', { flying: format.number(session.in_flight), queued: format.number(session.queued) })],
        [t('session.reconnects'), number(session.reconnects)],
        [
          t('session.clock'),
          session.clock_difference_ms === undefined ? undefined : t('session.ms', { value: format.number(session.clock_difference_ms) }),
        ],
        [t('session.peers'), number(session.peers)],
        [
          t('session.watches'),
          t('session.watched', { people: format.number(session.watched_people), channels: format.number(session.watched_channels) }),
        ],
        [t('session.memory'), t('session.kib', { value: format.number(Math.round(session.memory_bytes / KIB)) })],
        [t('session.epoch'), number(session.epoch)],
      ]}
    />
  );
}
