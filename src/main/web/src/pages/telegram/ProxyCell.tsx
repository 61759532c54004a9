import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/ui/StateBadge';
import { addressOf, HEALTH_MOODS, healthOf, useProxy } from './proxy';

/** The way of an account and how it is; for administrators. */
export function ProxyCell({ id }: { id: string | undefined }) {
  const { t } = useTranslation('telegram');
  const { data: proxy } = useProxy(id);
  if (id === undefined) {
    return (
      <Text size="sm" c="dimmed" component="span">
        {t('proxy.direct')}
      </Text>
    );
  }
  if (proxy === undefined) {
    return '…';
  }
  const health = healthOf(proxy);
  return (
    <Group gap={6} wrap="nowrap">
      <Text size="sm" component="span" style={{ whiteSpace: 'nowrap' }}>
        {addressOf(proxy)}
      </Text>
      <StateBadge mood={HEALTH_MOODS[health]}>{t(`health.${health}`)}</StateBadge>
    </Group>
  );
}
