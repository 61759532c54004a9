import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { QrCode } from '@/ui/QrCode';
import { ToCopy } from '@/ui/ToCopy';
import { useAct } from '@/ui/useAct';
import { words } from '@/ui/words';

interface Props {
  begun: Schemas['TotpBegun'];
  fresh: QueryKey[];
  /** @param codes recovery codes, shown this once */
  onDone: (codes: string[]) => void;
}

/** The secret goes into an authenticator, and its first code shows that it has arrived there. */
export function TotpSetUp({ begun, fresh, onDone }: Props) {
  const { t } = useTranslation('account');
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState<string>();
  const activate = useAct(() => take(api.POST('/api/auth/v1/me/totp/activate', { body: { code } })), {
    fresh,
    onDone: ({ recovery_codes }) => onDone(recovery_codes),
    onProblem: (problem) => {
      if (!problem.code.startsWith('factor.')) {
        return false;
      }
      setWrong(words(problem));
      return true;
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        activate.mutate(undefined);
      }}
    >
      <Stack>
        <Text size="sm">{t('totp.scan')}</Text>
        <QrCode svg={begun.svg} label={t('totp.image')} />
        <Text size="sm">{t('totp.enter')}</Text>
        <ToCopy label={t('totp.secret')} text={begun.secret} shown={begun.secret.match(/.{1,4}/g)?.join(' ') ?? begun.secret} />
        <Anchor href={begun.otpauth_uri} size="sm">
          {t('totp.open')}
        </Anchor>
        <TextInput
          label={t('totp.code')}
          description={t('totp.codeHint')}
          value={code}
          onChange={(event) => {
            setWrong(undefined);
            setCode(event.currentTarget.value.replace(/\D/g, '').slice(0, 6));
          }}
          error={wrong}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          data-autofocus
        />
        <Button type="submit" loading={activate.isPending} disabled={code.length !== 6}>
          {t('totp.activate')}
        </Button>
      </Stack>
    </form>
  );
}
