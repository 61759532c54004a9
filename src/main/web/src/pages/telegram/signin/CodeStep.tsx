import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { clockText, useLeft } from '@/ui/clock';
import { StepFailure, useWait } from './StepFailure';
import { useField } from './useField';
import type { SignIn } from './useSignIn';

/** After these the code that was sent is of no use any more. */
const ASK_ANEW = ['sign_in.code_expired', 'sign_in.no_code_asked'];

export function CodeStep({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation('telegram');
  const { account, progress, failure, busy } = signIn;
  const [code, setCode] = useState('');
  const wait = useWait(signIn);
  const field = useField<HTMLInputElement>(failure);
  const words = progress.way === 'sms_word' || progress.way === 'sms_phrase';
  const anew = failure instanceof Problem && ASK_ANEW.includes(failure.code);
  return (
    <Stack>
      <Text size="sm">
        {progress.way === undefined
          ? t('way.unknown', { phone: account.phone_formatted ?? account.phone ?? '' })
          : t(`way.${progress.way}`)}
      </Text>
      {progress.hint !== undefined && (
        <Text size="sm" c="dimmed">
          {t('signIn.hint', { hint: progress.hint })}
        </Text>
      )}
      {progress.advice !== undefined && (
        <Text size="sm" c="dimmed">
          {progress.advice}
        </Text>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.giveCode(code.trim());
        }}
      >
        <Stack>
          <TextInput
            ref={field}
            label={t('signIn.code')}
            description={progress.length === undefined || words ? undefined : t('signIn.length', { count: progress.length })}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            inputMode={words ? 'text' : 'numeric'}
            autoComplete="one-time-code"
            error={failure && <StepFailure signIn={signIn} />}
            maxLength={200}
            required
            data-autofocus
          />
          <Button type="submit" loading={busy} disabled={wait > 0}>
            {t('act.signIn')}
          </Button>
        </Stack>
      </form>
      <Again signIn={signIn} anew={anew} />
    </Stack>
  );
}

/** Another code: by the next way once its time has come, or anew. */
function Again({ signIn, anew }: { signIn: SignIn; anew: boolean }) {
  const { t } = useTranslation('telegram');
  const { progress, at, busy } = signIn;
  const soon = useLeft(progress.timeout_s === undefined ? undefined : at + progress.timeout_s * 1_000);
  const wait = useWait(signIn);
  const left = Math.max(anew ? 0 : soon, wait);
  const next = anew ? undefined : progress.next_way;
  return (
    <Group justify="space-between">
      <Button
        variant={anew ? 'light' : 'subtle'}
        size="compact-sm"
        disabled={busy || left > 0}
        onClick={() => (next === undefined ? signIn.sendCode() : signIn.resend())}
      >
        {next === undefined ? t('signIn.sendAnew') : t(`next.${next}`)}
      </Button>
      {left > 0 && (
        <Text size="sm" c="dimmed" className="pult-number">
          {t('signIn.resendIn', { time: clockText(left) })}
        </Text>
      )}
    </Group>
  );
}
