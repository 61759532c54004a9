import { Alert, Box, Button, Group, Stack, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { QueryView } from '@/ui/QueryView';
import { useOpened } from '@/ui/useUrl';
import { Countdown } from './Countdown';
import { useCode } from './ErrorWords';
import style from './Matrix.module.css';

type Row = Schemas['TokenMatrixRow'];
type Cell = Schemas['TokenMatrixCell'];

const STATES: Cell['state'][] = ['free', 'never_used', 'locked', 'forbidden', 'out'];
const MARKS: Record<Cell['state'], string> = { free: '✓', never_used: '○', locked: '◷', forbidden: '✕', out: '–' };

/** Which token goes with which method now, and why not. */
export function MatrixTab() {
  const { t } = useTranslation('vk');
  const matrix = useInfiniteQuery({
    queryKey: ['vk', 'matrix'],
    queryFn: ({ pageParam }) => take(api.GET('/system-accounts/matrix', { params: { query: { limit: 100, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchInterval: 5_000,
    select: ({ pages }) => ({
      shared: pages.every((page) => page.shared),
      methods: [...new Set(pages.flatMap((page) => page.methods))],
      rows: pages.flatMap((page) => page.items),
    }),
  });
  return (
    <Stack>
      <Legend />
      <QueryView query={matrix} empty={(data) => data.rows.length === 0} emptyText={t('cards.none')}>
        {(data) => (
          <>
            {!data.shared && <Alert color="yellow">{t('matrix.alone')}</Alert>}
            <Box className={style.frame} tabIndex={0} role="region" aria-label={t('matrix.title')}>
              <table className={style.matrix}>
                <VisuallyHidden component="caption">{t('matrix.title')}</VisuallyHidden>
                <thead>
                  <tr>
                    <th scope="col" className={style.corner}>
                      {t('matrix.token')}
                    </th>
                    {data.methods.map((method) => (
                      <th key={method} scope="col">
                        {method}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {data.rows.map((row) => (
                    <tr key={row.id ?? 'environment'}>
                      <RowHead row={row} />
                      {data.methods.map((method) => (
                        <CellOf key={method} cell={row.cells[method]} />
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </Box>
            {matrix.hasNextPage && (
              <Button variant="default" loading={matrix.isFetchingNextPage} onClick={() => void matrix.fetchNextPage()}>
                {t('state.more')}
              </Button>
            )}
          </>
        )}
      </QueryView>
    </Stack>
  );
}

function Legend() {
  const { t } = useTranslation('vk');
  return (
    <Group gap="sm" component="dl" m={0} aria-label={t('matrix.legend')} role="group">
      {STATES.map((state) => (
        <Text key={state} size="sm">
          <span className={`${style.mark} ${style[state]}`} aria-hidden>
            {MARKS[state]}
          </span>{' '}
          {t(`matrix.means.${state}`)}
        </Text>
      ))}
    </Group>
  );
}

/** The token, and when it may go at all. */
function RowHead({ row }: { row: Row }) {
  const { t } = useTranslation('vk');
  const { open } = useOpened('token');
  const rests = row.next_free !== undefined && new Date(row.next_free).getTime() > Date.now();
  return (
    <th scope="row" title={row.why}>
      {row.id === undefined ? (
        <span>{t('log.environment')}</span>
      ) : (
        <UnstyledButton fz="sm" td="underline" className={style.name} onClick={() => row.id !== undefined && open(row.id)}>
          {row.label}
        </UnstyledButton>
      )}
      <Text size="xs" c="dimmed" fw={400}>
        {row.next_free === undefined ? (
          row.status === 'unknown' ? t('matrix.means.out') : t(`status.${row.status}`)
        ) : rests ? (
          <>
            {t('matrix.in')} <Countdown until={row.next_free} inherit />
          </>
        ) : (
          t('matrix.now')
        )}
        {row.pace_ms !== undefined && <span className={style.pace}> · {t('matrix.pace', { ms: row.pace_ms })}</span>}
      </Text>
    </th>
  );
}

function CellOf({ cell }: { cell: Cell | undefined }) {
  const { t } = useTranslation('vk');
  const format = useFormat();
  const code = useCode();
  if (cell === undefined) {
    return <td className={style.out} />;
  }
  const why = [
    t(`matrix.means.${cell.state}`),
    ...(cell.until === undefined ? [] : [t('matrix.notBefore', { when: format.exact(cell.until) })]),
    ...(cell.code === undefined ? [] : [t('matrix.error', { code: cell.code, words: code(cell.code) ?? '' }).trim()]),
  ].join(', ');
  return (
    <td className={style[cell.state]} title={why}>
      <span aria-hidden>
        {MARKS[cell.state]} {cell.until === undefined ? t(`matrix.word.${cell.state}`) : <Countdown until={cell.until} inherit />}
        {cell.code !== undefined && <small> {cell.code}</small>}
      </span>
      <VisuallyHidden>{why}</VisuallyHidden>
    </td>
  );
}
