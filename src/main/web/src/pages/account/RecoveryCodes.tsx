import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { Ask } from '@/ui/Ask';
import { QueryView } from '@/ui/QueryView';
import { Section } from '@/ui/Section';
import { StateBadge } from '@/ui/StateBadge';
import { useAct } from '@/ui/useAct';
import { KeptCodes } from './KeptCodes';
import { FACTORS, useFactors } from './useFactors';

const FEW = 3;

/** What stands in for a device that is lost. */
export function RecoveryCodes() {
  const { t } = useTranslation('account');
  const factors = useFactors();
  const [codes, setCodes] = useState<string[]>();
  const [asking, setAsking] = useState(false);
  const renew = useAct(() => take(api.POST('/api/auth/v1/me/recovery-codes')), {
    fresh: [FACTORS, ['me', 'audit']],
    onDone: ({ recovery_codes }) => {
      setAsking(false);
      setCodes(recovery_codes);
    },
  });

  return (
    <Section title={t('recovery.title')} hint={t('recovery.hint')}>
      <QueryView query={factors}>
        {({ totp, passkeys, recovery_codes_left: left }) =>
          totp || passkeys > 0 ? (
            <Group gap="xs">
              <StateBadge mood={left > FEW ? 'good' : 'wait'}>{t('recovery.left', { count: left })}</StateBadge>
              <Button
                variant="light"
               
                loading={renew.isPending}
                onClick={() => (left === 0 ? renew.mutate(undefined) : setAsking(true))}
              >
                {left === 0 ? t('recovery.make') : t('recovery.renew')}
              </Button>
            </Group>
          ) : (
            <Text size="sm">{t('recovery.later')}</Text>
          )
        }
      </QueryView>
      <KeptCodes codes={codes} onClose={() => setCodes(undefined)} />
      <Ask
        opened={asking}
        title={t('recovery.renewTitle')}
        act={t('recovery.renew')}
        busy={renew.isPending}
        onConfirm={() => renew.mutate(undefined)}
        onClose={() => setAsking(false)}
      >
        {t('recovery.renewHint')}
      </Ask>
    </Section>
  );
}
