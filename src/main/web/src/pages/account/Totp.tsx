import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { Ask } from '@/ui/Ask';
import { Dialog } from '@/ui/Dialog';
import { QueryView } from '@/ui/QueryView';
import { Section } from '@/ui/Section';
import { StateBadge } from '@/ui/StateBadge';
import { useAct } from '@/ui/useAct';
import { KeptCodes } from './KeptCodes';
import { TotpSetUp } from './TotpSetUp';
import { FACTORS, useFactors } from './useFactors';

const FRESH = [FACTORS, ['me', 'sessions'], ['me', 'audit']];

/** Codes by time, as a second step of the sign-in. */
export function Totp() {
  const { t } = useTranslation('account');
  const factors = useFactors();
  const [begun, setBegun] = useState<Schemas['TotpBegun']>();
  const [codes, setCodes] = useState<string[]>();
  const [removing, setRemoving] = useState(false);
  const begin = useAct(() => take(api.POST('/api/auth/v1/me/totp')), { onDone: setBegun });
  const remove = useAct(() => take(api.DELETE('/api/auth/v1/me/totp')), {
    done: t('totp.removed'),
    fresh: FRESH,
    onDone: () => setRemoving(false),
  });

  return (
    <Section title={t('totp.title')} hint={t('totp.hint')}>
      <QueryView query={factors}>
        {({ totp }) =>
          totp ? (
            <div>
              <StateBadge mood="good">{t('totp.on')}</StateBadge>{' '}
              <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
                {t('totp.remove')}
              </Button>
            </div>
          ) : (
            <div>
              <Button variant="light" loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
                {t('totp.begin')}
              </Button>
            </div>
          )
        }
      </QueryView>
      <Dialog opened={begun !== undefined} onClose={() => setBegun(undefined)} title={t('totp.title')} firm>
        {begun && (
          <TotpSetUp
            begun={begun}
            fresh={FRESH}
            onDone={(fresh) => {
              setBegun(undefined);
              setCodes(fresh);
            }}
          />
        )}
      </Dialog>
      <KeptCodes codes={codes} onClose={() => setCodes(undefined)} />
      <Ask
        opened={removing}
        title={t('totp.removeTitle')}
        act={t('totp.remove')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(undefined)}
        onClose={() => setRemoving(false)}
      >
        <Text size="sm">{t('totp.removeHint')}</Text>
      </Ask>
    </Section>
  );
}
