import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { clockText, useLeft } from '@/ui/clock';
import { words } from '@/ui/words';
import type { SignIn } from './useSignIn';

/** Whether Telegram wants the person to wait, and for how long. */
export function useWait(signIn: SignIn): number {
  return useLeft(signIn.waitsUntil);
}

/** What was refused, in the gateway's words, with the clock of a wait; goes under the field that it is about. */
export function StepFailure({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation('telegram');
  const left = useWait(signIn);
  return (
    <Group component="span" gap={6} role="alert">
      <span>{words(signIn.failure)}</span>
      {left > 0 && (
        <Text component="span" size="xs" className="pult-number">
          {t('signIn.retryIn', { time: clockText(left) })}
        </Text>
      )}
    </Group>
  );
}
