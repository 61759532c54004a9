import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { useAct } from '@/ui/useAct';
import { saveFile } from '@/ui/saveFile';
import type { Filters } from './filters';

const KINDS = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;
type Kind = keyof typeof KINDS;

/** All entries of the view as a file: fetched with the token of whoever asks, which a plain link would not carry. */
export function ExportMenu({ filters }: { filters: Filters }) {
  const { t } = useTranslation('audit');
  const load = useAct(
    async (kind: Kind) =>
      saveFile(
        await take<Blob>(
          api.GET('/api/admin/v1/audit/export', {
            params: { query: filters },
            headers: { Accept: KINDS[kind] },
            parseAs: 'blob',
          }),
        ),
        `audit-${new Date().toISOString().slice(0, 10)}.${kind}`,
      ),
    { done: t('exported') },
  );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} loading={load.isPending}>
          {t('common:act.download')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => load.mutate('csv')}>{t('export.csv')}</Menu.Item>
        <Menu.Item onClick={() => load.mutate('ndjson')}>{t('export.ndjson')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
