import { Drawer, Text } from '@mantine/core';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { DataTable } from '@/ui/DataTable';
import { QueryView } from '@/ui/QueryView';
import { usePages } from '@/ui/usePages';
import { targetOf, type List } from './ListsTab';

type Item = Schemas['ListSyncItem'];

const column = createColumnHelper<Item>();

export function ListItems({ list, onClose }: { list: List | undefined; onClose: () => void }) {
  const { t } = useTranslation('vk');
  return (
    <Drawer
      opened={list !== undefined}
      onClose={onClose}
      position="right"
      size="xl"
      title={list && `${t(`lists.kind.${list.kind}`)}: ${targetOf(list)}`}
    >
      {list && <Items list={list} />}
    </Drawer>
  );
}

function Items({ list }: { list: List }) {
  const { t } = useTranslation('vk');
  const columns = useColumns(list);
  const { query, more } = usePages(['vk', 'items', list.id], (cursor) =>
    take(api.GET('/vk/list-syncs/{id}/items', { params: { path: { id: list.id }, query: { limit: 100, cursor } } })),
  );
  return (
    <QueryView query={query} empty={(rows) => rows.length === 0}>
      {(rows) => (
        <DataTable
          label={t('lists.items')}
          rows={rows}
          columns={columns}
          id={(item) => `${item.vk_id ?? ''}/${item.owner_id ?? ''}_${item.id ?? ''}`}
          onEnd={more}
          height="80dvh"
        />
      )}
    </QueryView>
  );
}

function useColumns(list: List) {
  const { t } = useTranslation('vk');
  const format = useFormat();
  return useMemo(() => {
    const number = (name: 'likes' | 'reposts' | 'comments' | 'views') =>
      column.accessor(name, { header: t(`lists.column.${name}`), cell: (cell) => <span className="pult-number">{cell.getValue() ?? '–'}</span> });
    const members = [
      column.accessor('vk_id', { header: t('lists.column.vk_id') }),
      ...(list.target.fields === undefined
        ? []
        : [
            column.accessor('fields', {
              header: t('lists.column.fields'),
              cell: (cell) => (
                <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
                  {JSON.stringify(cell.getValue() ?? {})}
                </Text>
              ),
            }),
          ]),
    ];
    const posts = [
      column.accessor('id', { header: t('lists.column.post') }),
      column.accessor('date', { header: t('log.time'), cell: (cell) => format.dateTime(cell.getValue()) }),
      column.accessor('text', {
        header: t('lists.column.text'),
        cell: (cell) => (
          <Text size="sm" lineClamp={2} miw={200}>
            {cell.getValue()}
          </Text>
        ),
      }),
      number('likes'),
      number('reposts'),
      number('comments'),
      number('views'),
    ];
    return list.kind === 'wall_posts' ? posts : members;
  }, [format, list, t]);
}
