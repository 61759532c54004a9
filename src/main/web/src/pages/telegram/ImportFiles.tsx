import { Stack, Table, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { StateBadge } from '@/ui/StateBadge';
import { words } from '@/ui/words';

interface FileResult {
  name: string;
  result: 'waiting' | 'imported' | 'refused';
  failure?: unknown;
}

/** The gateway takes files one by one; what becomes of one is no matter to the next. */
export function useImportFiles() {
  const queries = useQueryClient();
  const [results, setResults] = useState<FileResult[]>([]);
  const run = async (files: File[], workspace: string) => {
    const all: FileResult[] = files.map(({ name }) => ({ name, result: 'waiting' }));
    setResults([...all]);
    for (const [at, file] of files.entries()) {
      try {
        await take(
          api.POST('/accounts/import-file', {
            params: { query: { name: file.name.replace(/\.session$/, ''), ...(workspace !== '' && { workspace_id: workspace }) } },
            headers: { 'Content-Type': 'application/octet-stream' },
            body: file,
            bodySerializer: (body) => body as Blob,
          }),
        );
        all[at] = { name: file.name, result: 'imported' };
      } catch (failure) {
        all[at] = { name: file.name, result: 'refused', failure };
      }
      setResults([...all]);
    }
    await queries.invalidateQueries({ queryKey: ['telegram'] });
  };
  return { results, run };
}

export const RESULT_MOODS = { waiting: 'wait', imported: 'good', refused: 'bad' } as const;

export function ImportFiles({ results }: { results: FileResult[] }) {
  const { t } = useTranslation('telegram');
  const count = (result: FileResult['result']) => results.filter((each) => each.result === result).length;
  const waiting = count('waiting');
  return (
    <Stack gap="sm">
      <Text role="status">
        {[
          t('import.imported', { count: count('imported') }),
          t('import.refused', { count: count('refused') }),
          ...(waiting > 0 ? [t('import.waiting', { count: waiting })] : []),
        ].join(' · ')}
      </Text>
      <Table aria-label={t('import.files')} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('import.file')}</Table.Th>
            <Table.Th>{t('import.result')}</Table.Th>
            <Table.Th>{t('import.why')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {results.map(({ name, result, failure }, at) => (
            <Table.Tr key={at}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{name}</Table.Td>
              <Table.Td>
                <StateBadge mood={RESULT_MOODS[result]}>{t(`result.${result}`)}</StateBadge>
              </Table.Td>
              <Table.Td>{failure === undefined ? '' : words(failure)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
