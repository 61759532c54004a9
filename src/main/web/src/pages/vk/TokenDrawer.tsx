import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { Detail } from '@/ui/Detail';
import { When } from '@/ui/When';
import { TokenActs } from './TokenActs';
import { TokenName, TokenState } from './TokenState';
import { TokenTimeline } from './TokenTimeline';

interface Props {
  id: string | undefined;
  onClose: () => void;
}

export function TokenDrawer({ id, onClose }: Props) {
  const { t } = useTranslation('vk');
  const format = useFormat();
  const account = useQuery({
    queryKey: ['vk', 'account', id],
    queryFn: () => take(api.GET('/system-accounts/{id}', { params: { path: { id: id! } } })),
    enabled: id !== undefined,
  });
  return (
    <Detail id={id} title={t('drawer.title')} query={account} onClose={onClose}>
      {(data) => (
        <Stack gap="sm">
          <Title order={2} style={{ overflowWrap: 'anywhere' }}>
            <TokenName account={data} />
          </Title>
          <TokenState account={data} />
          {data.stats !== undefined && (
            <Text size="sm" className="pult-number">
              {t('card.requests')}: {t('card.counts', { success: format.number(data.stats.success), error: format.number(data.stats.error) })}
            </Text>
          )}
          <Group gap={6}>
            <Text size="sm" c="dimmed">
              {t('drawer.added')}
            </Text>
            <When at={data.created_at} size="sm" />
          </Group>
          <Group gap={6}>
            <TokenActs account={data} />
          </Group>
          <Title order={3}>{t('drawer.timeline')}</Title>
          <TokenTimeline id={data.id} />
        </Stack>
      )}
    </Detail>
  );
}
