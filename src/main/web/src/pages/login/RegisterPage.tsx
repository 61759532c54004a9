import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, take } from '@/api/client';
import { Problem } from '@/api/problem';
import { language } from '@/i18n';
import { paths } from '@/paths';
import { learn } from '@/session/session';
import { signedIn } from '@/session/token';
import { Password } from '@/ui/Password';
import { words } from '@/ui/words';
import { Front } from './Front';
import { usePublicSettings } from './usePublicSettings';

const SHORTEST = 8;

export default function RegisterPage() {
  const { t } = useTranslation('login');
  const settings = usePublicSettings();
  const form = useForm({
    initialValues: { login: '', name: '', password: '', repeat: '' },
    validateInputOnBlur: true,
    validate: {
      login: (login) => (/^[A-Za-z0-9._@-]{3,64}$/.test(login) ? null : t('loginHint')),
      password: (password) => (password.length >= SHORTEST ? null : t('passwordHint')),
      repeat: (repeat, { password }) => (repeat === password ? null : t('differs')),
    },
  });
  const register = useMutation({
    mutationFn: ({ login, password, name }: typeof form.values) =>
      take(
        api.POST('/api/auth/v1/register', {
          body: { login, password, client: 'browser', lang_code: language(), ...(name !== '' && { name }) },
        }),
      ),
    onSuccess: (answer) => {
      if (signedIn(answer)) {
        void learn();
      }
    },
    onError: (failure) => {
      if (failure instanceof Problem && failure.code === 'user.login_taken') {
        form.setFieldError('login', failure.message);
      } else if (failure instanceof Problem && failure.code.startsWith('password.')) {
        form.setFieldError('password', failure.message);
      }
    },
  });

  return (
    <Front title={t('registerTitle')}>
      {settings.data?.registration_enabled === false ? (
        <Alert color="yellow">{t('closed')}</Alert>
      ) : (
        <form onSubmit={form.onSubmit((values) => register.mutate(values))}>
          <Stack>
            {register.error && Object.keys(form.errors).length === 0 && (
              <Alert color="red" role="alert">
                {words(register.error)}
              </Alert>
            )}
            <TextInput
              label={t('login')}
              description={t('loginHint')}
              autoComplete="username"
              autoCapitalize="none"
              required
              {...form.getInputProps('login')}
            />
            <TextInput label={t('name')} description={t('nameHint')} autoComplete="name" {...form.getInputProps('name')} />
            <Password
              label={t('password')}
              description={t('passwordHint')}
              autoComplete="new-password"
              required
              {...form.getInputProps('password')}
            />
            <Password
              label={t('repeat')}
              autoComplete="new-password"
              required
              {...form.getInputProps('repeat')}
            />
            <Button type="submit" loading={register.isPending} fullWidth>
              {t('registerAct')}
            </Button>
          </Stack>
        </form>
      )}
      <Text size="sm" ta="center">
        {t('haveAccount')}{' '}
        <Anchor component={Link} to={paths.login}>
          {t('enter')}
        </Anchor>
      </Text>
    </Front>
  );
}
