import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/ui/StateBadge';
import { MOODS, whyOf, type Account } from './account';
import { Clock } from './Clock';

/** In one word, with the clock of a wait; the reason in words under it where there is one. */
export function AccountState({ account, reason = false }: { account: Account; reason?: boolean }) {
  const { t } = useTranslation('telegram');
  const why = whyOf(account, t);
  return (
    <Stack gap={2}>
      <Group gap={6} wrap="nowrap">
        <StateBadge mood={MOODS[account.state]}>{t(`state.${account.state}`)}</StateBadge>
        {account.status === 'paused' && account.state !== 'stopped' && <StateBadge mood="rest">{t('status.paused')}</StateBadge>}
        {account.until !== undefined && <Clock until={account.until} size="sm" />}
      </Group>
      {reason && why !== undefined && (
        <Text size="xs" c="dimmed" maw={260} lineClamp={1} title={why}>
          {why}
        </Text>
      )}
    </Stack>
  );
}
