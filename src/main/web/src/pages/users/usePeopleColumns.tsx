import { Badge, Group, Text } from '@mantine/core';
import { IconRosetteDiscountCheck } from '@tabler/icons-react';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '@/ui/StateBadge';
import { When } from '@/ui/When';
import { calledOf, type Person } from './person';

const column = createColumnHelper<Person>();

export function usePeopleColumns() {
  const { t } = useTranslation('users');
  return useMemo(
    () => [
      column.display({
        id: 'name',
        header: t('field.name'),
        cell: ({ row }) => (
          <Text size="sm" fw={600} maw={260} truncate>
            {calledOf(row.original)}
          </Text>
        ),
      }),
      column.display({
        id: 'login',
        header: t('field.login'),
        cell: ({ row }) => (
          <Text size="sm" c={row.original.login === undefined ? 'dimmed' : undefined} maw={260} truncate>
            {row.original.login ?? t('noLogin')}
          </Text>
        ),
      }),
      column.display({ id: 'roles', header: t('field.roles'), cell: ({ row }) => <Roles roles={row.original.roles} /> }),
      column.display({ id: 'status', header: t('field.status'), cell: ({ row }) => <Status person={row.original} /> }),
      column.display({
        id: 'verified',
        header: t('field.verified'),
        cell: ({ row }) =>
          row.original.verified_at === undefined ? (
            <Text size="sm" c="dimmed">
              {t('common:act.no')}
            </Text>
          ) : (
            <Group gap={4} wrap="nowrap">
              <IconRosetteDiscountCheck size={16} aria-hidden />
              <Text size="sm">{t('common:act.yes')}</Text>
            </Group>
          ),
      }),
      column.display({
        id: 'last_sign_in_at',
        header: t('field.lastSignIn'),
        cell: ({ row }) => <When size="sm" at={row.original.last_sign_in_at} style={{ whiteSpace: 'nowrap' }} />,
      }),
      column.display({
        id: 'created_at',
        header: t('field.created'),
        cell: ({ row }) => <When size="sm" at={row.original.created_at} style={{ whiteSpace: 'nowrap' }} />,
      }),
    ],
    [t],
  );
}

/** USER is everybody's and says nothing beside others. */
export function Roles({ roles }: Pick<Person, 'roles'>) {
  const shown = roles.length > 1 ? roles.filter((role) => role !== 'USER') : roles;
  return (
    <Group gap={4} wrap="nowrap">
      {shown.map((role) => (
        <Badge key={role} variant={role === 'USER' ? 'default' : 'light'} color={role === 'USER' ? 'gray' : 'blue'} tt="none">
          {role}
        </Badge>
      ))}
    </Group>
  );
}

export function Status({ person }: { person: Person }) {
  const { t } = useTranslation('users');
  return <StateBadge mood={person.status === 'active' ? 'good' : 'bad'}>{t(`status.${person.status}`)}</StateBadge>;
}
