import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { Problem } from '@/api/problem';
import { askAuthenticator } from '@/session/passkey';
import { learn } from '@/session/session';
import { signedIn } from '@/session/token';
import { words } from '@/ui/words';

type Step = NonNullable<Schemas['SignedIn']['second_step']>;
type Proof = Omit<Schemas['SecondStepProof'], 'token'>;

/** A code, a recovery code or a passkey, of which the account has at least one. */
export function SecondStep({ step, onOver }: { step: Step; onOver: () => void }) {
  const { t } = useTranslation('login');
  const has = (method: Step['methods'][number]) => step.methods.includes(method);
  const [recovery, setRecovery] = useState(!has('totp'));
  const [text, setText] = useState('');
  const finish = useMutation({
    mutationFn: async (proof: () => Promise<Proof> | Proof) =>
      take(api.POST('/api/auth/v1/login/second-step', { body: { token: step.token, ...(await proof()) } })),
    onSuccess: (answer) => {
      if (signedIn(answer)) {
        void learn();
      }
    },
  });
  const over = finish.error instanceof Problem && finish.error.code === 'second_step.over';

  return (
    <Stack>
      <Text size="sm">{t('secondHint')}</Text>
      {finish.error && (
        <Alert color="red" role="alert">
          {words(finish.error)}
        </Alert>
      )}
      {(has('totp') || has('recovery_code')) && !over && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            finish.mutate(() => (recovery ? { recovery_code: text } : { code: text }));
          }}
        >
          <Stack>
            <TextInput
              key={String(recovery)}
              label={recovery ? t('recovery') : t('code')}
              value={text}
              onChange={(event) => setText(event.currentTarget.value.trim())}
              inputMode={recovery ? 'text' : 'numeric'}
              autoComplete="one-time-code"
              autoFocus
              required
            />
            <Button type="submit" loading={finish.isPending}>
              {t('second')}
            </Button>
          </Stack>
        </form>
      )}
      {has('passkey') && !over && (
        <Button variant="default" onClick={() => finish.mutate(() => byPasskey(step.token))}>
          {t('by.passkey')}
        </Button>
      )}
      {has('totp') && has('recovery_code') && !over && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            setText('');
            setRecovery(!recovery);
          }}
        >
          {recovery ? t('useCode') : t('useRecovery')}
        </Button>
      )}
      <Button variant={over ? 'filled' : 'subtle'} size="compact-sm" onClick={onOver}>
        {t('again')}
      </Button>
    </Stack>
  );
}

async function byPasskey(token: string): Promise<Proof> {
  const options = await take(api.POST('/api/auth/v1/login/second-step/options', { body: { token } }));
  return { passkey: await askAuthenticator(options) };
}
