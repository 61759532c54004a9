import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { words } from '@/ui/words';
import { language, LANGUAGES } from '@/i18n';
import { holds, useSession } from '@/session/session';
import { Dialog } from '@/ui/Dialog';
import { Password } from '@/ui/Password';
import { useAct } from '@/ui/useAct';
import { PEOPLE, type Person } from './person';

interface Props {
  opened: boolean;
  onClose: () => void;
  onCreated: (person: Person) => void;
}

export function CreateDialog({ opened, onClose, onCreated }: Props) {
  const { t } = useTranslation('users');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('create.title')}>
      <CreateForm onClose={onClose} onCreated={onCreated} />
    </Dialog>
  );
}

const SHORTEST = 8;
const ELEVATED = ['ADMIN', 'SUPERUSER'] as const;

function CreateForm({ onClose, onCreated }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('users');
  const superuser = useSession((session) => holds(session.me, 'SUPERUSER'));
  const form = useForm<Schemas['PersonCreation'] & { name: string; roles: ('ADMIN' | 'SUPERUSER')[] }>({
    initialValues: { login: '', name: '', password: '', lang_code: language(), roles: [] },
    validateInputOnBlur: true,
    validate: {
      login: (login) => (/^[A-Za-z0-9._@-]{3,64}$/.test(login) ? null : t('create.loginHint')),
      password: (password) => (password.length >= SHORTEST ? null : t('create.passwordHint')),
    },
  });
  const create = useAct((person: Schemas['PersonCreation']) => take(api.POST('/api/admin/v1/users/', { body: person })), {
    done: t('create.done'),
    fresh: [PEOPLE],
    onDone: (person) => {
      onClose();
      onCreated(person);
    },
    onProblem: (problem) => {
      const field = problem.code === 'user.login_taken' ? 'login' : problem.code.startsWith('password.') ? 'password' : undefined;
      if (field !== undefined) {
        form.setFieldError(field, words(problem));
      }
      return field !== undefined;
    },
  });
  return (
    <form
      onSubmit={form.onSubmit(({ name, roles, ...person }) =>
        create.mutate({ ...person, ...(name !== '' && { name }), ...(roles.length > 0 && { roles }) }),
      )}
    >
      <Stack>
        <TextInput
          label={t('field.login')}
          description={t('create.loginHint')}
          autoComplete="off"
          autoCapitalize="none"
          required
          data-autofocus
          {...form.getInputProps('login')}
        />
        <Password
          label={t('create.password')}
          description={t('create.passwordHint')}
          autoComplete="new-password"
          required
          {...form.getInputProps('password')}
        />
        <TextInput label={t('field.name')} maxLength={100} autoComplete="off" {...form.getInputProps('name')} />
        <NativeSelect
          label={t('field.language')}
          data={LANGUAGES.map((each) => ({ value: each, label: t(`language.${each}`) }))}
          {...form.getInputProps('lang_code')}
        />
        <Checkbox.Group
          label={t('field.roles')}
          description={superuser ? t('roles.hint') : t('roles.superuserOnly')}
          {...form.getInputProps('roles')}
        >
          <Group mt="xs">
            {ELEVATED.map((role) => (
              <Checkbox key={role} value={role} label={role} disabled={!superuser} />
            ))}
          </Group>
        </Checkbox.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('common:act.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
