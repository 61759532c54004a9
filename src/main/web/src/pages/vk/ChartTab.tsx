import { Group, SegmentedControl, Select, SimpleGrid, Paper, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { useSession } from '@/session/session';
import { QueryView } from '@/ui/QueryView';
import { oneOf, text, useUrl } from '@/ui/useUrl';
import { MethodsTable } from './MethodsTable';
import { ByMethod, ByOutcome } from './Attempts';
import { beginning, type Unit } from './beginning';

const FRESH_MS = 30_000;

/** How many points each kind of chart may have, the usual one first. */
const RANGES: Record<Unit, number[]> = { hour: [24, 12, 48], day: [30, 7, 14], week: [12, 4, 26] };
const UNITS: Unit[] = ['hour', 'day', 'week'];
const SPLITS = ['outcome', 'method'] as const;

const VIEW = { by: oneOf(UNITS), range: text, split: oneOf(SPLITS), of: text };

/** How the calls of all tokens have gone. */
export function ChartTab() {
  const { t } = useTranslation('vk');
  const { values, change } = useUrl(VIEW);
  const zone = useSession((session) => session.me?.time_zone ?? 'UTC');
  const unit = values.by ?? 'hour';
  const count = RANGES[unit].find((each) => String(each) === values.range) ?? RANGES[unit][0]!;
  const split = values.split ?? 'outcome';
  const method = values.of;
  const begin = new Date(beginning(unit, count, zone, Date.now())).toISOString();

  const chart = useQuery({
    queryKey: ['vk', 'chart', unit, begin, zone],
    queryFn: () => take(api.GET('/token-logs/chart', { params: { query: { granularity: unit, from: begin, tz: zone } } })),
    refetchInterval: FRESH_MS,
    placeholderData: keepPreviousData,
  });
  const stats = useQuery({
    queryKey: ['vk', 'stats', begin, 'now'],
    queryFn: () => take(api.GET('/token-logs/stats', { params: { query: { from: begin } } })),
    refetchInterval: FRESH_MS,
    placeholderData: keepPreviousData,
  });
  const methods = stats.data?.methods.map((each) => each.method) ?? [];

  return (
    <Stack>
      <Group align="flex-end" gap="sm">
        <SegmentedControl
          aria-label={t('chart.by')}
          value={unit}
          onChange={(next) => change({ by: next, range: undefined })}
          data={UNITS.map((each) => ({ value: each, label: t(`chart.unit.${each}`) }))}
        />
        <Select
          aria-label={t('chart.range')}
          w={150}
          allowDeselect={false}
          value={String(count)}
          onChange={(next) => change({ range: next ?? undefined })}
          data={RANGES[unit].toSorted((a, b) => a - b).map((each) => ({ value: String(each), label: t(`chart.last.${unit}`, { count: each }) }))}
        />
        <SegmentedControl
          aria-label={t('chart.split')}
          value={split}
          onChange={(next) => change({ split: next })}
          data={SPLITS.map((each) => ({ value: each, label: t(`chart.splitBy.${each}`) }))}
        />
        {split === 'outcome' && (
          <Select
            aria-label={t('chart.method')}
            placeholder={t('chart.allMethods')}
            w={220}
            clearable
            searchable
            value={method ?? null}
            onChange={(next) => change({ of: next ?? undefined })}
            data={method !== undefined && !methods.includes(method) ? [method, ...methods] : methods}
          />
        )}
      </Group>
      <QueryView query={chart}>
        {(points) =>
          split === 'outcome' ? <ByOutcome points={points} method={method} /> : <ByMethod points={points} />
        }
      </QueryView>
      <Text size="xs" c="dimmed">
        {t('chart.zone', { zone })}
      </Text>
      <QueryView query={stats} empty={(data) => data.total === 0} emptyText={t('chart.none')}>
        {(data) => (
          <>
            <Counts stats={data} />
            <MethodsTable methods={data.methods} chosen={method} onChoose={(next) => change({ of: next, split: undefined })} />
          </>
        )}
      </QueryView>
    </Stack>
  );
}

function Counts({ stats }: { stats: Schemas['TokenLogStats'] }) {
  const { t } = useTranslation('vk');
  const format = useFormat();
  const counts = [
    [t('chart.total'), format.number(stats.total)],
    [t('outcome.success'), format.number(stats.success)],
    [t('outcome.error'), format.number(stats.error)],
    [t('chart.share'), format.percent(stats.total === 0 ? 0 : stats.error / stats.total)],
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
      {counts.map(([label, value]) => (
        <Paper key={label} withBorder p="sm">
          <Text size="sm" c="dimmed">
            {label}
          </Text>
          <Text fz="xl" fw={700} className="pult-number">
            {value}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}
