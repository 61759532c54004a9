import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import type { Problem } from '@/api/problem';
import { learn, type Me } from '@/session/session';
import { Password } from '@/ui/Password';
import { words } from '@/ui/words';
import { Section } from '@/ui/Section';
import { useAct } from '@/ui/useAct';

const SHORTEST = 8;
const EMPTY = { login: '', current: '', fresh: '', repeat: '' };

/** Changes the password; whoever signs in by others alone sets the first one, with a login. */
export function PasswordForm({ me }: { me: Me }) {
  const { t } = useTranslation('account');
  const form = useForm({
    initialValues: EMPTY,
    validate: {
      login: (login) => (me.login !== undefined || /^[A-Za-z0-9._@-]{3,64}$/.test(login) ? null : t('password.loginHint')),
      fresh: (fresh) => (fresh.length >= SHORTEST ? null : t('password.hint')),
      repeat: (repeat, { fresh }) => (repeat === fresh ? null : t('password.differs')),
    },
  });
  const change = useAct((body: Schemas['PasswordChange']) => take(api.POST('/api/auth/v1/password', { body })), {
    done: me.has_password ? t('password.changed') : t('password.set'),
    fresh: [['me', 'sessions'], ['me', 'audit']],
    onDone: () => {
      form.reset();
      void learn();
    },
    onProblem: (problem) => {
      const field = fieldOf(problem);
      if (field !== undefined) {
        form.setFieldError(field, words(problem));
      }
      return field !== undefined;
    },
  });

  return (
    <Section
      title={me.has_password ? t('password.title') : t('password.setTitle')}
      hint={me.has_password ? t('password.ends') : t('password.none')}
    >
      <form
        onSubmit={form.onSubmit(({ login, current, fresh }) =>
          change.mutate({
            new_password: fresh,
            ...(me.has_password && { current_password: current }),
            ...(me.login === undefined && { login }),
          }),
        )}
      >
        <Stack>
          {me.login === undefined ? (
            <TextInput
              label={t('standing.login')}
              description={t('password.loginHint')}
              autoComplete="username"
              autoCapitalize="none"
              required
              {...form.getInputProps('login')}
            />
          ) : (
            // Tells a password manager whose password this is.
            <input type="text" autoComplete="username" value={me.login} readOnly hidden />
          )}
          {me.has_password && (
            <Password
              label={t('password.current')}
              autoComplete="current-password"
              required
              {...form.getInputProps('current')}
            />
          )}
          <Password
            label={t('password.fresh')}
            description={t('password.hint')}
            autoComplete="new-password"
            required
            {...form.getInputProps('fresh')}
          />
          <Password label={t('password.repeat')} autoComplete="new-password" required {...form.getInputProps('repeat')} />
          <Group>
            <Button type="submit" loading={change.isPending}>
              {me.has_password ? t('password.change') : t('password.setAct')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function fieldOf({ code }: Problem): keyof typeof EMPTY | undefined {
  if (code === 'password.wrong' || code === 'password.current_needed') {
    return 'current';
  }
  if (code.startsWith('user.login')) {
    return 'login';
  }
  return /^password\.(too_|is_login)/.test(code) ? 'fresh' : undefined;
}
