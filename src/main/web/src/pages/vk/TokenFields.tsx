import { Checkbox, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useSession } from '@/session/session';
import { MomentInput } from '@/ui/MomentInput';
import { Password } from '@/ui/Password';

export interface TokenValues {
  token: string;
  /** Undefined: not known. */
  ends: string | undefined;
  refreshes: boolean;
  refresh: Schemas['TokenRefresh'];
}

export const NO_TOKEN: TokenValues = {
  token: '',
  ends: undefined,
  refreshes: false,
  refresh: { refresh_token: '', client_id: '', device_id: '' },
};

const TOKEN = /^[A-Za-z0-9._-]{16,1024}$/;

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** As both of the operations that take a token want it. */
export function tokenBody(values: TokenValues) {
  return {
    token: values.token.trim(),
    ...(values.ends !== undefined && { expires_at: values.ends }),
    ...(values.refreshes && { refresh: values.refresh }),
  };
}

interface Props<T extends TokenValues> {
  form: UseFormReturnType<T>;
  required: boolean;
  /** Only VK ID's tokens, which are users', can be fetched anew. */
  user: boolean;
}

/** A token and what is known of its end. None of it is shown again. */
export function TokenFields<T extends TokenValues>({ form, required, user }: Props<T>) {
  const { t } = useTranslation('vk');
  const zone = useSession((session) => session.me?.time_zone ?? 'UTC');
  const values: TokenValues = form.values;
  return (
    <Stack gap="sm">
      <Password
        label={t('fields.token')}
        description={t('fields.tokenHint')}
        autoComplete="off"
        required={required}
        {...form.getInputProps('token')}
      />
      <MomentInput
        kind="datetime-local"
        label={t('fields.ends')}
        description={t('fields.endsHint', { zone })}
        {...form.getInputProps('ends')}
      />
      {user && (
        <Checkbox
          label={t('fields.refreshes')}
          description={t('fields.refreshesHint')}
          {...form.getInputProps('refreshes', { type: 'checkbox' })}
        />
      )}
      {user && values.refreshes && (
        <>
          <Password label={t('fields.refreshToken')} autoComplete="off" required {...form.getInputProps('refresh.refresh_token')} />
          <TextInput label={t('fields.clientId')} inputMode="numeric" required {...form.getInputProps('refresh.client_id')} />
          <TextInput label={t('fields.deviceId')} autoComplete="off" required {...form.getInputProps('refresh.device_id')} />
        </>
      )}
    </Stack>
  );
}
