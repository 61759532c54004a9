import { Button, Stack, Table, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { everyPage } from '@/api/everyPage';
import { QueryView } from '@/ui/QueryView';
import { useAct } from '@/ui/useAct';
import { saveFile } from '@/ui/download';
import { found } from './found';
import type { Job } from './job';

type Line = Schemas['AccountImportLine'];

/** What became of the sessions that were brought. */
export function ImportResults({ job, id }: { job: Job; id: string }) {
  const { t } = useTranslation('jobs');
  const query = useQuery({
    queryKey: ['accounts', 'import', id, job.step],
    queryFn: () => found(resultOf(id)),
    placeholderData: (before) => before,
  });
  const download = useAct(async () => {
    const { items: lines } = await everyPage((cursor) =>
      take(api.GET('/accounts/imports/{import_id}/lines', { params: { path: { import_id: id }, query: { limit: 200, cursor } } })),
    );
    saveFile(new Blob([lines.map((line) => `${JSON.stringify(line)}\n`).join('')], { type: 'application/x-ndjson' }), `import-${id}.ndjson`);
  });
  return (
    <QueryView query={query}>
      {(result) =>
        result === null ? (
          <Text size="sm">{t('importGone')}</Text>
        ) : (
          <Stack gap="xs" align="flex-start">
            <Text size="sm">
              {t('importCounts', { imported: result.imported, refused: result.refused, waiting: result.waiting })}
            </Text>
            {result.lines.length > 0 && <Refused lines={result.lines} />}
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconDownload size={14} aria-hidden />}
              loading={download.isPending}
              onClick={() => download.mutate(undefined)}
            >
              {t('downloadAs', { format: 'NDJSON' })}
            </Button>
          </Stack>
        )
      }
    </QueryView>
  );
}

/** With the lines that were refused, as many as a page has. */
async function resultOf(id: string) {
  const path = { import_id: id };
  const counts = await take(api.GET('/accounts/imports/{import_id}', { params: { path } }));
  const refused = await take(api.GET('/accounts/imports/{import_id}/lines', { params: { path, query: { result: 'refused' } } }));
  return { ...counts, lines: refused.items };
}

function Refused({ lines }: { lines: Line[] }) {
  const { t } = useTranslation('jobs');
  return (
    <Table aria-label={t('refusedLines')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('line')}</Table.Th>
          <Table.Th>{t('refusedWhy')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={line.line}>
            <Table.Td>
              {line.line} {line.name}
            </Table.Td>
            <Table.Td>{line.message ?? line.code}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
