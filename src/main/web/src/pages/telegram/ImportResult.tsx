import { Anchor, Button, CopyButton, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { api, take, type Schemas } from '@/api/client';
import { everyPage } from '@/api/everyPage';
import { useFresh } from '@/live/useFresh';
import { DataTable } from '@/ui/DataTable';
import { QueryView } from '@/ui/QueryView';
import { StateBadge } from '@/ui/StateBadge';
import { refusal } from '@/ui/words';
import { RESULT_MOODS } from './ImportFiles';

type Line = Schemas['AccountImportLine'];

const LOOK_MS = 1_000;
const column = createColumnHelper<Line>();

/** How far an import is, and what became of each line. @param sent the sessions, where they are still known */
export function ImportResult({ id, sent }: { id: string; sent: string[] }) {
  const { t } = useTranslation('telegram');
  useFresh(['telegram.accountChanged'], ['telegram', 'import', id, 'lines']);
  const query = useQuery({
    queryKey: ['telegram', 'import', id],
    queryFn: () => take(api.GET('/accounts/imports/{import_id}', { params: { path: { import_id: id } } })),
    refetchInterval: ({ state }) => (state.data?.waiting === 0 ? false : LOOK_MS),
  });
  const waiting = query.data?.waiting;
  const lines = useQuery({
    queryKey: ['telegram', 'import', id, 'lines', waiting],
    queryFn: () =>
      everyPage((cursor) =>
        take(api.GET('/accounts/imports/{import_id}/lines', { params: { path: { import_id: id }, query: { limit: 200, cursor } } })),
      ),
    placeholderData: (before) => before,
    enabled: waiting !== undefined,
  });
  const refused = (lines.data?.items ?? []).filter((line) => line.result === 'refused').flatMap((line) => sent[line.line - 1] ?? []);
  return (
    <QueryView query={query}>
      {(now) => (
        <Stack gap="sm">
          <Text role="status">
            {[
              t('import.imported', { count: now.imported }),
              t('import.refused', { count: now.refused }),
              ...(now.waiting > 0 ? [t('import.waiting', { count: now.waiting })] : []),
            ].join(' · ')}
          </Text>
          <Progress.Root size="lg">
            <Progress.Section
              value={(now.imported / now.lines) * 100}
              color="var(--pult-good)"
              aria-label={t('result.imported')}
            />
            <Progress.Section value={(now.refused / now.lines) * 100} color="var(--pult-bad)" aria-label={t('result.refused')} />
          </Progress.Root>
          {refused.length > 0 && (
            <Group gap="xs">
              <CopyButton value={refused.join('\n')}>
                {({ copied, copy }) => (
                  <Button size="compact-sm" variant="light" onClick={copy}>
                    {copied ? t('common:act.copied') : t('import.copyRefused', { count: refused.length })}
                  </Button>
                )}
              </CopyButton>
            </Group>
          )}
          <QueryView query={lines}>{(all) => <Lines lines={all.items} />}</QueryView>
        </Stack>
      )}
    </QueryView>
  );
}

function Lines({ lines }: { lines: Line[] }) {
  const { t } = useTranslation('telegram');
  const { pathname } = useLocation();
  const known = lines.some((line) => line.account_id !== undefined);
  const columns = useMemo(
    () => [
      column.accessor('line', { header: t('import.line') }),
      column.accessor('result', {
        header: t('import.result'),
        cell: ({ getValue }) => <StateBadge mood={RESULT_MOODS[getValue()]}>{t(`result.${getValue()}`)}</StateBadge>,
      }),
      column.display({
        id: 'why',
        header: t('import.why'),
        cell: ({ row: { original } }) => (
          <Text size="sm" component="div" maw={520}>
            {refusal(original.code) ?? original.message ?? (original.state === undefined ? '' : t(`state.${original.state}`))}
          </Text>
        ),
      }),
      ...(known
        ? [
            column.accessor('account_id', {
              header: t('import.account'),
              cell: ({ getValue }) =>
                getValue() !== undefined && (
                  <Anchor component={Link} size="sm" to={`${pathname}?account=${getValue()}`}>
                    {t('import.show')}
                  </Anchor>
                ),
            }),
          ]
        : []),
    ],
    [known, pathname, t],
  );
  return <DataTable label={t('import.lines')} rows={lines} columns={columns} id={(line) => String(line.line)} height="40dvh" />;
}
