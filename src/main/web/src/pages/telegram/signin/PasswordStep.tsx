import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Password } from '@/ui/Password';
import { StepFailure, useWait } from './StepFailure';
import { useField } from './useField';
import type { SignIn } from './useSignIn';

export function PasswordStep({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation('telegram');
  const { progress, failure, busy } = signIn;
  const [password, setPassword] = useState('');
  const wait = useWait(signIn);
  const field = useField<HTMLInputElement>(failure);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        signIn.givePassword(password);
      }}
    >
      <Stack>
        <Text size="sm">{t('signIn.passwordHint')}</Text>
        <Password
          ref={field}
          label={t('signIn.password')}
          description={progress.hint ? t('signIn.reminder', { hint: progress.hint }) : undefined}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="off"
          error={failure && <StepFailure signIn={signIn} />}
          maxLength={1024}
          required
          data-autofocus
        />
        {progress.recoverable !== undefined && (
          <Text size="sm" c="dimmed">
            {t(progress.recoverable ? 'signIn.recoverable' : 'signIn.notRecoverable')}
          </Text>
        )}
        <Button type="submit" loading={busy} disabled={wait > 0}>
          {t('act.signIn')}
        </Button>
      </Stack>
    </form>
  );
}
