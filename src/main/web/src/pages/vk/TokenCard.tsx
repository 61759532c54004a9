import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { When } from '@/ui/When';
import type { Account } from './account';
import { TokenActs } from './TokenActs';
import { TokenName, TokenState } from './TokenState';

interface Props {
  account: Account;
  onOpen: () => void;
}

export function TokenCard({ account, onOpen }: Props) {
  const { t } = useTranslation('vk');
  const format = useFormat();
  const { success, error, last_success_at } = account.stats ?? { success: 0, error: 0 };
  return (
    <Paper withBorder p="sm" component="article" aria-label={account.label}>
      <Stack gap={6} h="100%">
        <Title order={2} fz="md" style={{ overflowWrap: 'anywhere' }}>
          <TokenName account={account} />
        </Title>
        <TokenState account={account} />
        <Group gap="lg" mt="auto">
          <Fact label={t('card.lastSuccess')}>
            {last_success_at !== undefined ? (
              <When at={last_success_at} size="sm" display="block" />
            ) : (
              <Text size="sm">{success > 0 ? t('card.longAgo') : t('time.never')}</Text>
            )}
          </Fact>
          <Fact label={t('card.requests')}>
            <Text size="sm" className="pult-number">
              {t('card.counts', { success: format.number(success), error: format.number(error) })}
            </Text>
          </Fact>
        </Group>
        <Group gap={6}>
          <TokenActs account={account} />
          <Button size="compact-sm" variant="subtle" onClick={onOpen} aria-label={t('card.openOf', { name: account.label })}>
            {t('card.open')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      {children}
    </div>
  );
}
