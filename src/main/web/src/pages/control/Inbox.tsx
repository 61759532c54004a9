import { Card, CloseButton, Group, Stack, Text, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useLive } from '@/live/live';
import { useFresh } from '@/live/useFresh';
import { QueryView } from '@/ui/QueryView';
import { InboxCard } from './InboxCard';
import { useInboxTitle, type InboxItem } from './inboxItem';

const PAGE = 50;
/** Of what was settled, the last few are told. */
const TOLD = 3;

/** What waits for a person, and, when it is gone, why it is. */
export function Inbox() {
  const { t } = useTranslation('control');
  const [settled, setSettled] = useState<InboxItem[]>([]);
  useFresh(['jobs.inboxChanged'], ['control', 'inbox']);
  const query = useQuery({
    queryKey: ['control', 'inbox'],
    queryFn: () => take(api.GET('/inbox/', { params: { query: { state: 'open', limit: PAGE } } })),
    refetchInterval: 30_000,
  });
  const settle = (item: InboxItem) =>
    setSettled((before) => [item, ...before.filter(({ id }) => id !== item.id)].slice(0, TOLD));
  useLive(['jobs.inboxChanged'], (told) => {
    if (told !== 'reset') {
      const item = told.body as Schemas['InboxItem'];
      if (item.state !== 'open' && query.data?.items.some(({ id }) => id === item.id) === true) {
        settle(item);
      }
    }
  });
  const gone = new Set(settled.map(({ id }) => id));
  const open = query.data?.items.filter(({ id }) => !gone.has(id)) ?? [];
  return (
    <Card withBorder padding="sm" component="section" aria-labelledby="inbox">
      <Stack gap="sm">
        <Title order={2} fz="lg" id="inbox">
          {open.length > 0 ? t('inbox.title', { count: open.length }) : t('inbox.heading')}
        </Title>
        <Stack gap={4} role="status" {...(settled.length === 0 && { mb: 'calc(-1 * var(--mantine-spacing-sm))' })}>
          {settled.map((item) => (
            <Settled key={item.id} item={item} onClose={() => setSettled((before) => before.filter(({ id }) => id !== item.id))} />
          ))}
        </Stack>
        <QueryView query={query}>
          {(page) => (
            <Stack gap="sm">
              {open.length === 0 && (
                <Text c="dimmed" size="sm">
                  {t('inbox.empty')}
                </Text>
              )}
              {open.map((item) => (
                <InboxCard key={item.id} item={item} onSettled={settle} />
              ))}
              {page.next !== undefined && (
                <Text size="sm" c="dimmed">
                  {t('inbox.more', { count: PAGE })}
                </Text>
              )}
            </Stack>
          )}
        </QueryView>
      </Stack>
    </Card>
  );
}

function Settled({ item, onClose }: { item: InboxItem; onClose: () => void }) {
  const { t } = useTranslation('control');
  const title = useInboxTitle()(item);
  return (
    <Group gap="xs" wrap="nowrap">
      <IconCheck size={18} color="var(--pult-good)" aria-hidden style={{ flexShrink: 0 }} />
      <Text size="sm" style={{ flex: 1 }}>
        {item.state === 'withdrawn' ? t('inbox.withdrawn', { title }) : t('inbox.answered', { title })}
      </Text>
      <CloseButton size="sm" aria-label={t('act.close')} onClick={onClose} />
    </Group>
  );
}
