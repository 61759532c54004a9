import { Button, Checkbox, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, from, take } from '@/api/client';
import { holds, useSession } from '@/session/session';
import { useAct } from '@/ui/useAct';
import { PEOPLE, ROLES, type Person } from './person';

export function PersonRoles({ person }: { person: Person }) {
  const { t } = useTranslation('users');
  const superuser = useSession((session) => holds(session.me, 'SUPERUSER'));
  const [roles, setRoles] = useState<string[]>(person.roles);
  const save = useAct(
    () =>
      take(
        api.PUT('/api/admin/v1/users/{id}/roles', {
          params: { path: { id: person.id }, header: from(person.version) },
          body: { roles: ROLES.filter((role) => roles.includes(role)) },
        }),
      ),
    { done: t('roles.done'), fresh: [PEOPLE] },
  );
  const same = ROLES.every((role) => roles.includes(role) === person.roles.includes(role));
  return (
    <Stack gap="sm" component="section">
      <Checkbox.Group
        label={t('field.roles')}
        description={superuser ? t('roles.hint') : t('roles.superuserOnly')}
        value={roles}
        onChange={setRoles}
      >
        <Stack gap="xs" mt="xs">
          {ROLES.map((role) => (
            <Checkbox
              key={role}
              value={role}
              label={role}
              description={t(`roles.${role}`)}
              disabled={role === 'USER' || !superuser}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      {superuser && (
        <Group justify="flex-end">
          <Button loading={save.isPending} disabled={same} onClick={() => save.mutate(undefined)}>
            {t('roles.act')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
