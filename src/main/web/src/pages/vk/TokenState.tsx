import { Anchor, Group, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/ui/StateBadge';
import { When } from '@/ui/When';
import { expiresSoon, mood, page, waitsForToken, type Account } from './account';
import { Countdown } from './Countdown';

/** Who the token speaks for, with a way to their page. */
export function TokenName({ account }: { account: Account }) {
  const { t } = useTranslation('vk');
  const to = page(account);
  if (to === undefined) {
    return account.label;
  }
  return (
    <Anchor href={to} target="_blank" rel="noreferrer noopener" inherit c="inherit" title={t('card.atVk')}>
      {account.label} <IconExternalLink size={14} aria-label={t('card.atVk')} style={{ verticalAlign: -1 }} />
    </Anchor>
  );
}

/** The state in words, with its reason and with what the token waits for. */
export function TokenState({ account }: { account: Account }) {
  const { t } = useTranslation('vk');
  const state = waitsForToken(account) ? 'no_token' : account.status;
  return (
    <>
      <Group gap={8}>
        <StateBadge mood={mood(account)}>{t(`status.${state}`)}</StateBadge>
        <Text size="sm" c="dimmed">
          {[
            t(`kind.${account.kind}`),
            account.vk_user_id === undefined ? t('card.noId') : `id ${account.vk_user_id}`,
            ...(account.token_hint === undefined ? [] : [`…${account.token_hint}`]),
          ].join(' · ')}
        </Text>
      </Group>
      <Text size="sm">{t(`waits.${state}`)}</Text>
      {account.status_reason !== undefined && account.status !== 'disabled' && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('card.reason')} <q lang="en">{account.status_reason}</q>
        </Text>
      )}
      {account.status === 'cooling' && account.until !== undefined && (
        <Text size="sm">
          {t('card.again')} <Countdown until={account.until} fw={700} inherit />
        </Text>
      )}
      {account.expires_at !== undefined && (
        <Group gap={6}>
          <Text size="sm">{t(account.refreshable ? 'card.refreshed' : 'card.ends')}</Text>
          {expiresSoon(account, Date.now()) ? (
            <Countdown until={account.expires_at} size="sm" fw={700} />
          ) : (
            <When at={account.expires_at} size="sm" />
          )}
        </Group>
      )}
    </>
  );
}
