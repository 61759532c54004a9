import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { useAct } from '@/ui/useAct';
import { download, fileName, FORMATS, type Format } from '@/ui/download';
import type { Filters } from './filters';

/** All entries of the view as a file: fetched with the token of whoever asks, which a plain link would not carry. */
export function ExportMenu({ filters }: { filters: Filters }) {
  const { t } = useTranslation('audit');
  const load = useAct(
    (format: Format) =>
      download(
        api.GET('/api/admin/v1/audit/export', { params: { query: filters }, headers: { Accept: FORMATS[format] }, parseAs: 'blob' }),
        fileName('audit', format),
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
