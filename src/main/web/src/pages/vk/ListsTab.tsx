import { Button, Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { useFresh } from '@/live/useFresh';
import { ConfirmName } from '@/ui/ConfirmName';
import { QueryView } from '@/ui/QueryView';
import { StateBadge, type Mood } from '@/ui/StateBadge';
import { useAct } from '@/ui/useAct';
import { usePages } from '@/ui/usePages';
import { When } from '@/ui/When';
import { AddList } from './AddList';
import { download, fileName, FORMATS } from '@/ui/download';
import { ExportButtons } from './ExportButtons';
import { ListItems } from './ListItems';

export type List = Schemas['ListSync'];

export const LISTS = ['vk', 'lists'];

const MOODS: Record<List['state'], Mood> = { queued: 'wait', running: 'busy', succeeded: 'good', failed: 'bad', cancelled: 'rest' };

/** What is read, in the words of whoever asked for it. */
export function targetOf({ target }: List): string {
  if (target.group !== undefined) {
    return target.group;
  }
  const owner = target.domain ?? String(target.owner_id ?? '');
  return target.item_id === undefined ? owner : `${target.type ?? 'post'} ${owner}_${target.item_id}`;
}

/** Lists of VK that are read into tables here. */
export function ListsTab() {
  const { t } = useTranslation('vk');
  const [adds, setAdds] = useState(false);
  const [open, setOpen] = useState<List>();
  const { query, more } = usePages(LISTS, (cursor) => take(api.GET('/vk/list-syncs/', { params: { query: { cursor } } })));
  useFresh(['jobs.progressed'], LISTS);
  return (
    <Stack>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" maw={640}>
          {t('lists.hint')}
        </Text>
        <Button size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdds(true)}>
          {t('lists.add')}
        </Button>
      </Group>
      <QueryView query={query} empty={(lists) => lists.length === 0} emptyText={t('lists.none')}>
        {(lists) => (
          <>
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="sm">
              {lists.map((list) => (
                <ListCard key={list.id} list={list} onOpen={() => setOpen(list)} />
              ))}
            </SimpleGrid>
            {query.hasNextPage && (
              <Button variant="default" loading={query.isFetchingNextPage} onClick={more}>
                {t('state.more')}
              </Button>
            )}
          </>
        )}
      </QueryView>
      <AddList opened={adds} onClose={() => setAdds(false)} />
      <ListItems list={open} onClose={() => setOpen(undefined)} />
    </Stack>
  );
}

function ListCard({ list, onOpen }: { list: List; onOpen: () => void }) {
  const { t } = useTranslation('vk');
  const format = useFormat();
  const [asks, setAsks] = useState(false);
  const target = targetOf(list);
  const name = `${t(`lists.kind.${list.kind}`)}: ${target}`;
  const path = { id: list.id };
  const runs = list.state === 'queued' || list.state === 'running';
  const cancel = useAct((job: string) => take(api.POST('/jobs/{id}/cancel', { params: { path: { id: job } } })), { fresh: [LISTS] });
  const remove = useAct(() => take(api.DELETE('/vk/list-syncs/{id}', { params: { path } })), {
    done: t('lists.deleted'),
    fresh: [LISTS],
    onDone: () => setAsks(false),
  });
  return (
    <Paper withBorder p="sm" component="article" aria-label={name}>
      <Stack gap={6} h="100%">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2} fz="md" style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          <StateBadge mood={MOODS[list.state]}>{t(`lists.state.${list.state}`)}</StateBadge>
        </Group>
        {runs && <Progress value={(list.progress ?? 0) * 100} animated={list.state === 'running'} aria-label={t('lists.progress', { name })} />}
        <Text size="sm" className="pult-number">
          {list.count === undefined
            ? t('lists.read', { count: list.items, items: format.number(list.items) })
            : t('lists.readOf', { items: format.number(list.items), all: format.number(list.count) })}
        </Text>
        {list.error !== undefined && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('card.reason')} <q lang="en">{list.error.message}</q>
          </Text>
        )}
        <Group gap={6}>
          <Text size="sm" c="dimmed">
            {t(list.expires_at === undefined ? 'lists.begun' : 'lists.kept')}
          </Text>
          <When at={list.expires_at ?? list.created_at} size="sm" />
        </Group>
        <Group gap={6} mt="auto">
          <Button size="compact-sm" variant="default" disabled={list.items === 0} onClick={onOpen}>
            {t('lists.look')}
          </Button>
          {list.items > 0 && (
            <ExportButtons
              of={name}
              save={(to) =>
                download(
                  api.GET('/vk/list-syncs/{id}/items/export', {
                    params: { path },
                    headers: { Accept: FORMATS[to] },
                    parseAs: 'blob',
                  }),
                  fileName(`vk-${list.kind}`, to),
                )
              }
            />
          )}
          {runs && list.job !== undefined && (
            <Button size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(list.job!)}>
              {t('lists.cancel')}
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => setAsks(true)}>
            {t('lists.delete')}
          </Button>
        </Group>
      </Stack>
      <ConfirmName
        opened={asks}
        title={t('lists.deleteTitle')}
        name={target}
        act={t('lists.delete')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(undefined)}
        onClose={() => setAsks(false)}
      >
        {t('lists.deleteLoss', { count: list.items, items: format.number(list.items) })}
      </ConfirmName>
    </Paper>
  );
}
