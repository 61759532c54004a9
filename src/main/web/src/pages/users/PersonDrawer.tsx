import { Anchor, Group, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, take } from '@/api/client';
import { paths } from '@/paths';
import { Detail } from '@/ui/Detail';
import { Facts } from '@/ui/Facts';
import { When } from '@/ui/When';
import { calledOf, PEOPLE, type Person } from './person';
import { PersonAccess } from './PersonAccess';
import { PersonProfile } from './PersonProfile';
import { PersonSessions } from './PersonSessions';
import { Roles, Status } from './usePeopleColumns';

/** One person, named by the address of the page. */
export function PersonDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('users');
  const query = useQuery({
    queryKey: [...PEOPLE, 'one', id],
    queryFn: () => take(api.GET('/api/admin/v1/users/{id}', { params: { path: { id: id! } } })),
    enabled: id !== undefined,
  });
  return (
    <Detail id={id} title={t('person')} query={query} onClose={onClose}>
      {(person) => (
        <Stack>
          <Head person={person} />
          <Tabs defaultValue="profile" keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="profile">{t('tab.profile')}</Tabs.Tab>
              <Tabs.Tab value="access">{t('tab.access')}</Tabs.Tab>
              <Tabs.Tab value="sessions">{t('tab.sessions')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="profile" pt="md">
              {/* A newer version is a newer form: nothing typed is saved over what was not seen. */}
              <PersonProfile key={person.version} person={person} />
            </Tabs.Panel>
            <Tabs.Panel value="access" pt="md">
              <PersonAccess person={person} onGone={onClose} />
            </Tabs.Panel>
            <Tabs.Panel value="sessions" pt="md">
              <PersonSessions id={person.id} />
            </Tabs.Panel>
          </Tabs>
        </Stack>
      )}
    </Detail>
  );
}

function Head({ person }: { person: Person }) {
  const { t } = useTranslation('users');
  const audit = (by: 'subject' | 'object') => `${paths.audit}?${by}=user:${person.id}`;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Text fw={700} size="lg" style={{ overflowWrap: 'anywhere' }}>
          {calledOf(person)}
        </Text>
        <Status person={person} />
        <Roles roles={person.roles} />
      </Group>
      {person.blocked_reason !== undefined && <Text size="sm">{t('block.because', { reason: person.blocked_reason })}</Text>}
      <Facts
        of={[
          [t('field.login'), person.login ?? t('noLogin')],
          [t('field.verified'), person.verified_at === undefined ? t('common:act.no') : <When size="sm" at={person.verified_at} />],
          [t('field.lastSignIn'), <When size="sm" at={person.last_sign_in_at} />],
          [t('field.created'), <When size="sm" at={person.created_at} />],
        ]}
      />
      <Group gap="md">
        <Anchor component={Link} size="sm" to={audit('subject')}>
          {t('audit.by')}
        </Anchor>
        <Anchor component={Link} size="sm" to={audit('object')}>
          {t('audit.about')}
        </Anchor>
      </Group>
    </Stack>
  );
}
