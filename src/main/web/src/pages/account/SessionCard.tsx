import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconBrandTelegram, IconDeviceDesktop, IconDeviceMobile, IconTerminal2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { platform } from '@/platform';
import { StateBadge } from '@/ui/StateBadge';
import { When } from '@/ui/When';
import { deviceOf, type Device } from './device';

interface Props {
  session: Schemas['Session'];
  busy: boolean;
  onEnd: () => void;
}

export function SessionCard({ session, busy, onEnd }: Props) {
  const { t } = useTranslation('account');
  const device = deviceOf(session.device);
  const name = [device.program, device.system].filter(Boolean).join(' · ') || t('sessions.unknown');
  const Picture = pictureOf(session.client, device);
  return (
    <Paper component="li" withBorder p="md">
      <Stack gap="xs" h="100%">
        <Group justify="space-between" gap="xs" align="flex-start" wrap="nowrap">
          <Group gap="xs" wrap="nowrap" align="flex-start" style={{ minWidth: 0 }}>
            <Picture size={22} aria-hidden style={{ flexShrink: 0 }} />
            <div style={{ minWidth: 0 }}>
              <Text fw={600} style={{ overflowWrap: 'anywhere' }} title={session.device}>
                {name}
              </Text>
              <Text size="sm" c="dimmed">
                {t(`client.${session.client}`)}
              </Text>
            </div>
          </Group>
          {session.current && <StateBadge mood="good">{t('sessions.current')}</StateBadge>}
        </Group>
        <Stack gap={2} style={{ flex: 1 }}>
          <Text size="sm">{t(`proof.${session.proof}`)}</Text>
          {session.address !== undefined && (
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {t('sessions.address', { address: session.address })}
            </Text>
          )}
          <Line label={t('sessions.used')} at={session.last_used_at} />
          <Line label={t('sessions.opened')} at={session.created_at} />
          <Line label={t('sessions.expires')} at={session.expires_at} />
        </Stack>
        {(!session.current || !platform().signsIn) && (
          <Group>
            <Button
             
              variant="default"
              loading={busy}
              onClick={onEnd}
              aria-label={session.current ? t('app.logOut') : t('sessions.endOne', { device: name })}
            >
              {session.current ? t('app.logOut') : t('sessions.end')}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

function Line({ label, at }: { label: string; at: string }) {
  return (
    <Group gap={6}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <When at={at} size="sm" />
    </Group>
  );
}

function pictureOf(client: Props['session']['client'], device: Device) {
  if (client === 'mini_app') {
    return IconBrandTelegram;
  }
  if (client === 'api') {
    return IconTerminal2;
  }
  return device.phone ? IconDeviceMobile : IconDeviceDesktop;
}
