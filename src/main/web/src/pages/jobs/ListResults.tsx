import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { QueryView } from '@/ui/QueryView';
import { useAct } from '@/ui/useAct';
import { saveFile } from '@/ui/download';
import { found } from './found';
import type { Job } from './job';

type ListSync = Schemas['ListSync'];

const FORMATS = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** The list of VK that the job has read. */
export function ListResults({ job, id }: { job: Job; id: string }) {
  const { t } = useTranslation('jobs');
  const query = useQuery({
    queryKey: ['vk', 'list-syncs', id, job.step],
    queryFn: () => found(take(api.GET('/vk/list-syncs/{id}', { params: { path: { id } } }))),
    placeholderData: (before) => before,
  });
  return <QueryView query={query}>{(sync) => (sync === null ? <Text size="sm">{t('listGone')}</Text> : <Sync sync={sync} />)}</QueryView>;
}

function Sync({ sync }: { sync: ListSync }) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const download = useAct(async (name: keyof typeof FORMATS) => {
    const items = await take(
      api.GET('/vk/list-syncs/{id}/items/export', {
        params: { path: { id: sync.id } },
        headers: { Accept: FORMATS[name] },
        parseAs: 'blob',
      }),
    );
    saveFile(items, `${sync.kind}-${sync.id}.${name}`);
  });
  return (
    <Stack gap="xs">
      <Text size="sm">
        {t(`list.${sync.kind}`)}: {targetOf(sync)}
      </Text>
      <Text size="sm">{t('listItems', { count: sync.items, number: format.number(sync.items) })}</Text>
      {sync.expires_at !== undefined && (
        <Text size="xs" c="dimmed">
          {t('listUntil', { when: format.dateTime(sync.expires_at) })}
        </Text>
      )}
      {sync.items > 0 && (
        <Group gap="xs">
          {(['csv', 'ndjson'] as const).map((name) => (
            <Button
              key={name}
              size="compact-sm"
              variant="default"
              leftSection={<IconDownload size={14} aria-hidden />}
              loading={download.isPending && download.variables === name}
              onClick={() => download.mutate(name)}
            >
              {t('downloadAs', { format: name.toUpperCase() })}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}

/** As VK writes such things in its addresses. */
function targetOf({ target }: ListSync): string {
  return target.group ?? `${target.type ?? 'wall'}${target.owner_id}${target.item_id === undefined ? '' : `_${target.item_id}`}`;
}
