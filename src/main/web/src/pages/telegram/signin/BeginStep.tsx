import { Alert, Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import { IconQrcode } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refusal } from '@/ui/words';
import { StepFailure, useWait } from './StepFailure';
import { useField } from './useField';
import type { SignIn } from './useSignIn';

/** Why a sign-in ended, of those that are no refusal's code. */
const ENDS = ['cancelled', 'abandoned', 'node_gone'];

export function BeginStep({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation('telegram');
  const { account, ended, failure, busy } = signIn;
  const [phone, setPhone] = useState(account.phone ?? '');
  const left = useWait(signIn);
  const field = useField<HTMLInputElement>(failure);
  return (
    <Stack>
      {ended !== undefined && !failure && (
        <Alert color={ended === 'cancelled' ? 'gray' : 'yellow'} role="status">
          {refusal(ended) ?? t(`ended.${ENDS.includes(ended) ? ended : 'other'}`)}
        </Alert>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.sendCode(phone.trim());
        }}
      >
        <Stack>
          <TextInput
            ref={field}
            label={t('field.phone')}
            description={t('signIn.phoneHint')}
            type="tel"
            autoComplete="off"
            value={phone}
            onChange={(event) => setPhone(event.currentTarget.value)}
            error={failure && <StepFailure signIn={signIn} />}
            maxLength={40}
            required
            data-autofocus
          />
          {account.phone_warning !== undefined && !failure && (
            <Text size="sm" c="dimmed">
              {account.phone_warning}
            </Text>
          )}
          <Button type="submit" loading={busy} disabled={left > 0}>
            {t('signIn.sendCode')}
          </Button>
        </Stack>
      </form>
      <Divider label={t('signIn.or')} />
      <Button
        variant="default"
        leftSection={<IconQrcode size={18} aria-hidden />}
        onClick={signIn.showQr}
        disabled={busy || left > 0}
      >
        {t('signIn.byQr')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('signIn.qrHint')}
      </Text>
    </Stack>
  );
}
