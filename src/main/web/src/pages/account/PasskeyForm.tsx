import { Button, Stack, Text, TextInput } from '@mantine/core';
import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { makePasskey } from '@/session/passkey';
import { useAct } from '@/ui/useAct';
import { deviceOf } from './device';

export function PasskeyForm({ fresh, onDone }: { fresh: QueryKey[]; onDone: () => void }) {
  const { t } = useTranslation('account');
  const { program, system } = deviceOf(navigator.userAgent);
  const [name, setName] = useState([program, system].filter(Boolean).join(' · '));
  const told: Record<string, string> = {
    NotAllowedError: t('passkey.notMade'),
    InvalidStateError: t('passkey.known'),
    SecurityError: t('passkey.elsewhere'),
  };

  async function make(): Promise<Schemas['PasskeyResponse']> {
    const options = await take(api.POST('/api/auth/v1/me/passkeys/options'));
    try {
      return await makePasskey(options);
    } catch (failure) {
      throw new Error((failure instanceof Error && told[failure.name]) || t('passkey.notMade'), { cause: failure });
    }
  }

  const add = useAct(
    async () => take(api.POST('/api/auth/v1/me/passkeys', { body: { name: name.trim(), response: await make() } })),
    { done: t('passkey.added'), fresh, onDone },
  );

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(undefined);
      }}
    >
      <Stack>
        <Text size="sm">{t('passkey.how')}</Text>
        <TextInput
          label={t('passkey.name')}
          description={t('passkey.nameHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
          required
          data-autofocus
        />
        <Button type="submit" loading={add.isPending} disabled={name.trim() === ''}>
          {t('passkey.make')}
        </Button>
      </Stack>
    </form>
  );
}
