import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { askAuthenticator } from '@/session/passkey';
import { useSession } from '@/session/session';
import { Dialog } from './Dialog';
import { Password } from './Password';
import { useProof } from './proof';
import { words } from './words';

/** Asks whoever is signed in to show once more who they are, by whatever they have. */
export function ProofDialog() {
  const { t } = useTranslation();
  const answer = useProof((proof) => proof.answer);
  return (
    // Above the dialog of the act that wants the proof, which stays open meanwhile.
    <Dialog fullScreen={false} opened={answer !== undefined} onClose={() => answer?.(false)} title={t('confirm.who')} zIndex={300}>
      <Proofs onProved={() => answer?.(true)} />
    </Dialog>
  );
}

function Proofs({ onProved }: { onProved: () => void }) {
  const { t } = useTranslation();
  const me = useSession((session) => session.me);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const factors = useQuery({
    queryKey: ['me', 'factors'],
    queryFn: () => take(api.GET('/api/auth/v1/me/factors')),
  });

  const prove = async (proof: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await proof();
      onProved();
    } catch (cause) {
      setFailure(cause);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('confirm.whoHint')}
      </Text>
      {failure !== undefined && (
        <Alert color="red" role="alert">
          {words(failure)}
        </Alert>
      )}
      {me?.has_password === true && (
        <One
          label={t('confirm.password')}
          busy={busy}
          secret
          onGiven={(password) => void prove(() => take(api.POST('/api/auth/v1/confirm', { body: { password } })))}
        />
      )}
      {factors.data?.totp === true && (
        <One
          label={t('confirm.code')}
          busy={busy}
          onGiven={(code) =>
            void prove(() => take(api.POST('/api/auth/v1/confirm/second-factor', { body: { code } })))
          }
        />
      )}
      {(factors.data?.passkeys ?? 0) > 0 && (
        <Button variant="default" loading={busy} onClick={() => void prove(byPasskey)}>
          {t('confirm.byPasskey')}
        </Button>
      )}
    </Stack>
  );
}

async function byPasskey(): Promise<void> {
  const options = await take(api.POST('/api/auth/v1/confirm/second-factor/options'));
  const passkey = await askAuthenticator(options);
  await take(api.POST('/api/auth/v1/confirm/second-factor', { body: { passkey } }));
}

interface OneProps {
  label: string;
  busy: boolean;
  secret?: boolean;
  onGiven: (text: string) => void;
}

function One({ label, busy, secret, onGiven }: OneProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const Input = secret === true ? Password : TextInput;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onGiven(text);
      }}
    >
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <Input
          label={label}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete={secret === true ? 'current-password' : 'one-time-code'}
          style={{ flex: 1 }}
          data-autofocus
        />
        <Button type="submit" loading={busy} disabled={text === ''}>
          {t('act.confirm')}
        </Button>
      </Group>
    </form>
  );
}
