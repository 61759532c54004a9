import { Box, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive, useLiveState } from '@/live/live';
import { aboutOf, told, type About, type Line } from './feed';
import { FeedLine } from './FeedLine';

/** Events come in bursts; what is shown changes no more often. */
const GATHER_MS = 500;
/** While it is paused no more are kept. */
const HELD = 1_000;

/** What happens, as it happens. */
export function Feed() {
  const { t } = useTranslation('control');
  const connected = useLiveState((live) => live.connected);
  const [lines, setLines] = useState<Line[]>([]);
  const [paused, setPaused] = useState(false);
  const [held, setHeld] = useState(0);
  const come = useRef<{ at: string; about: About }[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const show = useCallback(() => {
    timer.current = undefined;
    const those = come.current;
    come.current = [];
    setHeld(0);
    setLines((before) => told(before, those));
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(['jobs.progressed', 'jobs.inboxChanged', 'vk.accountChanged', 'telegram.accountChanged', 'telegram.signInChanged'], (event) => {
    come.current = [...come.current.slice(1 - HELD), { at: new Date().toISOString(), about: aboutOf(event) }];
    if (paused) {
      setHeld(come.current.length);
    } else {
      timer.current ??= setTimeout(show, GATHER_MS);
    }
  });
  const turn = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (paused) {
      show();
    }
    setPaused(!paused);
  };

  return (
    <Card withBorder padding="sm" component="section" aria-labelledby="feed">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs" wrap="nowrap">
          <Title order={2} fz="lg" id="feed">
            {t('feed.title')}
          </Title>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={paused ? <IconPlayerPlay size={14} aria-hidden /> : <IconPlayerPause size={14} aria-hidden />}
            aria-pressed={paused}
            onClick={turn}
          >
            {paused ? t('feed.goOn') : t('feed.pause')}
          </Button>
        </Group>
        {paused && (
          <Text size="sm" role="status">
            {t('feed.held', { count: held })}
          </Text>
        )}
        {lines.length === 0 ? (
          <Text c="dimmed" size="sm">
            {connected === false ? t('feed.offline') : t('feed.empty')}
          </Text>
        ) : (
          <Box mah={420} style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('feed.title')}>
            <Stack gap={6} component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
              {lines.map((line) => (
                <FeedLine key={line.id} line={line} />
              ))}
            </Stack>
          </Box>
        )}
      </Stack>
    </Card>
  );
}
