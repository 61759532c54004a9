import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus, IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { DataTable } from '@/ui/DataTable';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { usePages } from '@/ui/usePages';
import { oneOf, useOpened, useUrl } from '@/ui/useUrl';
import { BulkDialog } from './BulkDialog';
import { CreateDialog } from './CreateDialog';
import { PersonDrawer } from './PersonDrawer';
import { FILTERS, PEOPLE, SORTS } from './person';
import { PeopleFilter } from './PeopleFilter';
import { usePeopleColumns } from './usePeopleColumns';

const sortOf = oneOf(SORTS);
const VIEW = { sort: sortOf };
const AT_ONCE = 100;

export default function UsersPage() {
  const { t } = useTranslation('users');
  const filter = useUrl(FILTERS);
  const view = useUrl(VIEW);
  const person = useOpened('person');
  const columns = usePeopleColumns();
  const [creates, create] = useDisclosure(false);
  const [changes, change] = useDisclosure(false);

  const sort = view.values.sort ?? '-created_at';
  const { query, more } = usePages([...PEOPLE, 'list', filter.values, sort], (cursor) =>
    take(
      api.GET('/api/admin/v1/users/', {
        params: { query: { ...filter.values, sort, limit: AT_ONCE, cursor } },
      }),
    ),
  );
  // A login is sorted by from A on alone, the last sign-in from the newest on alone.
  const sortBy = (wanted: string) => {
    const other = wanted.startsWith('-') ? wanted.slice(1) : `-${wanted}`;
    view.change({ sort: sortOf(wanted) ?? sortOf(other) });
  };

  return (
    <Page
      title={t('title')}
      hint={t('hint')}
      actions={
        <>
          <Button variant="default" leftSection={<IconUsersGroup size={16} aria-hidden />} onClick={change.open}>
            {t('bulk.open')}
          </Button>
          <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={create.open}>
            {t('create.open')}
          </Button>
        </>
      }
    >
      <PeopleFilter {...filter} />
      <QueryView
        query={query}
        empty={(people) => people.length === 0}
        emptyText={filter.any ? t('common:state.nothingFound') : undefined}
      >
        {(people) => (
          <>
            <DataTable
              label={t('title')}
              rows={people}
              columns={columns}
              id={({ id }) => id}
              sort={sort}
              sortable={['login', 'last_sign_in_at', 'created_at']}
              onSort={sortBy}
              onOpen={({ id }) => person.open(id)}
              onEnd={more}
            />
            <Text size="sm" c="dimmed">
              {t('shown', { count: people.length })}
              {query.hasNextPage && ` · ${t('more')}`}
            </Text>
          </>
        )}
      </QueryView>
      <CreateDialog opened={creates} onClose={create.close} onCreated={({ id }) => person.open(id)} />
      <BulkDialog opened={changes} onClose={change.close} filter={filter.values} />
      <PersonDrawer id={person.id} onClose={person.close} />
    </Page>
  );
}
