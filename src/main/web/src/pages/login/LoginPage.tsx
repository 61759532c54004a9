import { Alert, Anchor, Button, Divider, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { api, take, type Schemas } from '@/api/client';
import { paths } from '@/paths';
import { askAuthenticator, hasPasskeys } from '@/session/passkey';
import { learn } from '@/session/session';
import { signedIn } from '@/session/token';
import { Password } from '@/ui/Password';
import { words } from '@/ui/words';
import { Front } from './Front';
import { SecondStep } from './SecondStep';
import { goToProvider, type Provider } from './social';
import { usePublicSettings } from './usePublicSettings';

type SignedIn = Schemas['SignedIn'];
type Step = NonNullable<SignedIn['second_step']>;

export default function LoginPage() {
  const { t } = useTranslation('login');
  const settings = usePublicSettings();
  const providers = settings.data?.sign_in_providers ?? [];
  const from = (useLocation().state as { from?: string } | null)?.from;
  const [step, setStep] = useState<Step>();
  const form = useForm({ initialValues: { login: '', password: '' } });

  const enter = useMutation({
    mutationFn: (way: () => Promise<SignedIn>) => way(),
    onSuccess: (answer) => {
      if (signedIn(answer)) {
        void learn();
      } else {
        setStep(answer.second_step);
      }
    },
  });
  const provider = useMutation({ mutationFn: (name: Provider) => goToProvider(name, from) });
  const failure = enter.error ?? provider.error;

  if (step) {
    return (
      <Front title={t('secondTitle')}>
        <SecondStep step={step} onOver={() => setStep(undefined)} />
      </Front>
    );
  }
  return (
    <Front title={t('title')}>
      {failure && (
        <Alert color="red" role="alert">
          {failure.name === 'NotAllowedError' ? t('passkeyNone') : words(failure)}
        </Alert>
      )}
      <form
        onSubmit={form.onSubmit((values) =>
          enter.mutate(() => take(api.POST('/api/auth/v1/login', { body: { ...values, client: 'browser' } }))),
        )}
      >
        <Stack>
          <TextInput
            label={t('login')}
            autoComplete="username"
            autoCapitalize="none"
            required
            autoFocus
            {...form.getInputProps('login')}
          />
          <Password
            label={t('password')}
            autoComplete="current-password"
            required
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={enter.isPending} fullWidth>
            {t('enter')}
          </Button>
        </Stack>
      </form>
      {(hasPasskeys() || providers.length > 0) && <Divider label={t('or')} />}
      <Stack gap="xs">
        {hasPasskeys() && (
          <Button variant="default" onClick={() => enter.mutate(byPasskey)} fullWidth>
            {t('by.passkey')}
          </Button>
        )}
        <Group grow gap="xs">
          {providers.map((each) => (
            <Button key={each} variant="default" loading={provider.isPending} onClick={() => provider.mutate(each)}>
              {t(`by.${each}`)}
            </Button>
          ))}
        </Group>
      </Stack>
      {settings.data?.registration_enabled === true && (
        <Text size="sm" ta="center">
          {t('noAccount')}{' '}
          <Anchor component={Link} to={paths.register}>
            {t('register')}
          </Anchor>
        </Text>
      )}
    </Front>
  );
}

async function byPasskey(): Promise<SignedIn> {
  const options = await take(api.POST('/api/auth/v1/login/passkey/options'));
  const response = await askAuthenticator(options);
  return take(
    api.POST('/api/auth/v1/login/passkey', {
      body: { challenge_token: options.challenge_token, response, client: 'browser' },
    }),
  );
}
