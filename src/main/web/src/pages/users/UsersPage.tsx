import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus, IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { DataTable } from '@/ui/DataTable';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { usePages } from '@/ui/usePages';
import { useUrlFilter } from '@/ui/useUrlFilter';
import { BulkDialog } from './BulkDialog';
import { CreateDialog } from './CreateDialog';
import { PersonDrawer } from './PersonDrawer';
import { FILTERS, oneOf, PEOPLE, personFilter, SORTS } from './person';
import { PeopleFilter } from './PeopleFilter';
import { usePeopleColumns } from './usePeopleColumns';

const VIEW = ['person', 'sort'] as const;
const AT_ONCE = 100;

export default function UsersPage() {
  const { t } = useTranslation('users');
  const filter = useUrlFilter(FILTERS);
  const view = useUrlFilter(VIEW);
  const columns = usePeopleColumns();
  const [creates, create] = useDisclosure(false);
  const [changes, change] = useDisclosure(false);

  const meant = personFilter(filter.values);
  const sort = oneOf(SORTS, view.values.sort) ?? '-created_at';
  const { query, more } = usePages([...PEOPLE, 'list', meant, sort], (cursor) =>
    take(
      api.GET('/api/admin/v1/users/', {
        params: { query: { ...meant, sort, limit: AT_ONCE, ...(cursor !== undefined && { cursor }) } },
      }),
    ),
  );
  const filtered = Object.keys(meant).length > 0;
  // A login is sorted by from A on alone, the last sign-in from the newest on alone.
  const sortBy = (wanted: string) => {
    const other = wanted.startsWith('-') ? wanted.slice(1) : `-${wanted}`;
    view.change({ sort: oneOf(SORTS, wanted) ?? oneOf(SORTS, other) });
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
        emptyText={filtered ? t('common:state.nothingFound') : undefined}
      >
        {(people) => (
          <>
            <DataTable
              label={t('title')}
              rows={people}
              columns={columns}
              id={(person) => person.id}
              sort={sort}
              sortable={['login', 'last_sign_in_at', 'created_at']}
              onSort={sortBy}
              onOpen={(person) => view.change({ person: person.id })}
              onEnd={more}
            />
            <Text size="sm" c="dimmed">
              {t('shown', { count: people.length })}
              {query.hasNextPage && ` · ${t('more')}`}
            </Text>
          </>
        )}
      </QueryView>
      <CreateDialog
        opened={creates}
        onClose={create.close}
        onCreated={(person) => view.change({ person: person.id })}
      />
      <BulkDialog opened={changes} onClose={change.close} filter={meant} />
      <PersonDrawer id={view.values.person} onClose={() => view.change({ person: undefined })} />
    </Page>
  );
}
