import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, take } from '@/api/client';
import { Problem } from '@/api/problem';
import { paths } from '@/paths';

const SHORT = 8;
const KEPT_MS = 5 * 60_000;

/** Who did something, as the gateway names them: `user:…`, `key:…`, `node:…` or `anonymous`. For administrators. */
export function Who({ subject }: { subject: string }) {
  const { t } = useTranslation();
  const [kind, id = ''] = subject.split(/:(.*)/);
  switch (kind) {
    case 'user':
      return <PersonName id={id} />;
    case 'key':
      return (
        <Text span inherit title={subject}>
          {t('who.key', { id: id.slice(0, SHORT) })}
        </Text>
      );
    case 'node':
      return (
        <Text span inherit>
          {t('who.node', { id })}
        </Text>
      );
    case 'anonymous':
      return (
        <Text span inherit c="dimmed">
          {t('who.anonymous')}
        </Text>
      );
    default:
      return (
        <Text span inherit>
          {subject}
        </Text>
      );
  }
}

/**
 * Leads to the person. Whoever was erased has a number left and no name.
 *
 * @param plain where going there would lose what is shown
 */
export function PersonName({ id, plain = false }: { id: string; plain?: boolean }) {
  const { t } = useTranslation();
  const person = useQuery({
    queryKey: ['users', 'name', id],
    queryFn: () =>
      take(api.GET('/api/admin/v1/users/{id}', { params: { path: { id } } })).catch((failure: unknown) => {
        if (failure instanceof Problem && failure.status === 404) {
          return null;
        }
        throw failure;
      }),
    staleTime: KEPT_MS,
  });
  const short = id.slice(0, SHORT);
  if (person.data === null) {
    return (
      <Text span inherit c="dimmed" title={id}>
        {t('who.erased', { id: short })}
      </Text>
    );
  }
  const name = person.data === undefined ? short : person.data.name || (person.data.login ?? short);
  if (plain) {
    return (
      <Text span inherit title={id}>
        {name}
      </Text>
    );
  }
  return (
    <Anchor
      component={Link}
      to={`${paths.users}?person=${id}`}
      inherit
      title={id}
      onClick={(event) => event.stopPropagation()}
    >
      {name}
    </Anchor>
  );
}
