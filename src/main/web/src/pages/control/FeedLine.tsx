import { Anchor, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, take } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { paths } from '@/paths';
import { When } from '@/ui/When';
import type { Line } from './feed';
import { useInboxTitle } from './inboxItem';
import { useTokens } from './tokens';

/** One event, or several of a kind, in words. */
export function FeedLine({ line }: { line: Line }) {
  const { text, to } = useWords(line);
  return (
    <Group component="li" gap="xs" align="baseline" wrap="nowrap" justify="space-between">
      <Text size="sm" style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {to === undefined ? (
          text
        ) : (
          <Anchor component={Link} to={to} inherit>
            {text}
          </Anchor>
        )}
      </Text>
      <When at={line.at} size="xs" c="dimmed" style={{ flexShrink: 0 }} />
    </Group>
  );
}

function useWords({ about, count }: Line): { text: string; to?: string } {
  const { t } = useTranslation('control');
  const format = useFormat();
  const title = useInboxTitle();
  const tokens = useTokens();
  const account = about.topic === 'telegram.accountChanged' ? about.body.id : about.topic === 'telegram.signInChanged' ? about.body.account_id : undefined;
  const name = useAccountName(count === 1 ? account : undefined);
  switch (about.topic) {
    case 'reset':
      return { text: t('feed.missed') };
    case 'jobs.progressed': {
      const { kind, state, progress } = about.body;
      const words = { kind: t(`job.${kind}`, { defaultValue: kind }), state: t(`jobState.${state}`) };
      return {
        text:
          count > 1
            ? t('feed.jobs', { ...words, count })
            : state === 'running' && progress !== undefined
              ? t('feed.jobAt', { ...words, progress: format.percent(progress) })
              : t('feed.job', words),
        to: count > 1 ? `${paths.jobs}?state=${state}` : `${paths.jobs}?job=${about.body.id}`,
      };
    }
    case 'jobs.inboxChanged': {
      const state = t(`inboxState.${about.body.state}`);
      return { text: count > 1 ? t('feed.inboxes', { state, count }) : t('feed.inbox', { title: title(about.body), state }), to: '#inbox' };
    }
    case 'vk.accountChanged': {
      const { id, status } = about.body;
      const state = status === undefined ? t('feed.deleted') : t(`token.${status}`);
      const token = tokens.data?.items.find((each) => each.id === id);
      return {
        text: count > 1 ? t('feed.tokens', { state, count }) : t('feed.token', { name: token?.label ?? id.slice(0, 8), state }),
        to: count > 1 || status === undefined ? paths.vk : `${paths.vk}?token=${id}`,
      };
    }
    case 'telegram.accountChanged': {
      const { id, state } = about.body;
      const word = state === undefined ? t('feed.deleted') : t(`account.${state}`);
      return count > 1
        ? { text: t('feed.accounts', { state: word, count }), to: state === undefined ? paths.telegram : `${paths.telegram}?state=${state}` }
        : { text: t('feed.account', { name, state: word }), to: `${paths.telegram}?account=${id}` };
    }
    case 'telegram.signInChanged': {
      const word = t(`account.${about.body.now.state}`);
      return count > 1
        ? { text: t('feed.signIns', { state: word, count }), to: paths.telegram }
        : { text: t('feed.signIn', { name, state: word }), to: `${paths.telegram}?account=${about.body.account_id}` };
    }
  }
}

/** An event has the id alone. */
function useAccountName(id: string | undefined): string {
  const query = useQuery({
    queryKey: ['control', 'account', id],
    queryFn: () => take(api.GET('/accounts/{account_id}', { params: { path: { account_id: id! } } })),
    enabled: id !== undefined,
    staleTime: Infinity,
    retry: false,
  });
  return query.data?.name || query.data?.phone_formatted || (id ?? '').slice(0, 8);
}
