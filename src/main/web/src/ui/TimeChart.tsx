import { Box, SegmentedControl, Stack, Table } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useFormat } from '@/i18n/format';
import { useSession } from '@/session/session';

export interface Series {
  label: string;
  /** A CSS colour or variable. */
  colour: string;
  values: (number | null)[];
}

interface Props {
  /** For those who do not see it. */
  label: string;
  /** Moments, as ISO texts, ascending. */
  times: string[];
  series: Series[];
  height?: number;
  /** Areas one on top of the other instead of lines. */
  stacked?: boolean;
}

function colourOf(css: string): string {
  const name = /^var\((--[^)]+)\)$/.exec(css)?.[1];
  return name === undefined ? css : getComputedStyle(document.documentElement).getPropertyValue(name).trim() || 'gray';
}

function sums(series: Series[], upTo: number): (number | null)[] {
  return series[upTo]!.values.map((_, at) =>
    series.slice(0, upTo + 1).reduce<number>((sum, each) => sum + (each.values[at] ?? 0), 0),
  );
}

const DAY_S = 86_400;

/** Times along the axis as people of the language write them; a day is named where it begins. */
function ticksOf(language: string, timeZone: string) {
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', timeZone });
  const date = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone });
  return (_: uPlot, ticks: number[], __: number, ___: number, step: number) =>
    ticks.map((tick, at) => {
      const day = date.format(tick * 1_000);
      if (step >= DAY_S) {
        return day;
      }
      const before = ticks[at - 1];
      const same = before !== undefined && date.format(before * 1_000) === day;
      return clock.format(tick * 1_000) + (same ? '' : `\n${day}`);
    });
}

/** Values over time; the same as a table for whoever cannot or will not read a picture. */
export function TimeChart({ label, times, series, height = 220, stacked = false }: Props) {
  const { t, i18n } = useTranslation();
  const zone = useSession((session) => session.me?.time_zone) ?? 'UTC';
  const format = useFormat();
  const [asTable, setAsTable] = useState(false);
  const { ref: frame, width } = useElementSize();
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (asTable || host.current === null || width === 0) {
      return undefined;
    }
    const order = series.map((_, index) => (stacked ? series.length - 1 - index : index));
    const grid = colourOf('var(--mantine-color-default-border)');
    const text = colourOf('var(--mantine-color-dimmed)');
    const axis = { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid } };
    const chart = new uPlot(
      {
        width,
        height,
        legend: { show: true, live: true },
        cursor: { y: false },
        // The last time stands at the very edge; half of it would be cut off.
        padding: [null, 28, null, null],
        tzDate: (at) => uPlot.tzDate(new Date(at * 1_000), zone),
        axes: [{ ...axis, values: ticksOf(i18n.language, zone) }, { ...axis, size: 52, values: (_, ticks) => ticks.map((tick) => format.number(tick)) }],
        scales: { y: { range: (_, min, max) => [Math.min(0, min), max === 0 ? 1 : max] } },
        series: [
          { label: t('chart.time'), value: (_, at) => (at === null ? '–' : format.dateTime(new Date(at * 1_000).toISOString())) },
          ...order.map((index) => {
            const each = series[index]!;
            const colour = colourOf(each.colour);
            return {
              label: each.label,
              stroke: colour,
              fill: stacked ? colour : `${colour}22`,
              width: 1.5,
              points: { show: times.length < 3 },
              value: (_: uPlot, __: number | null, ___: number, at: number | null) => {
                const value = at === null ? null : each.values[at];
                return value === null || value === undefined ? '–' : format.number(value);
              },
            };
          }),
        ],
      },
      [
        times.map((time) => new Date(time).getTime() / 1_000),
        ...order.map((index) => (stacked ? sums(series, index) : series[index]!.values)),
      ],
      host.current,
    );
    return () => chart.destroy();
  }, [asTable, format, height, i18n.language, series, stacked, t, times, width, zone]);

  return (
    <Stack gap={4}>
      <SegmentedControl
        size="xs"
        aria-label={label}
        style={{ alignSelf: 'flex-end' }}
        value={asTable ? 'table' : 'chart'}
        onChange={(value) => setAsTable(value === 'table')}
        data={[
          { value: 'chart', label: t('chart.asChart') },
          { value: 'table', label: t('chart.asTable') },
        ]}
      />
      <Box ref={frame}>
        {asTable ? (
          <Box mah={height + 40} style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={label}>
            <Table stickyHeader>
              <Table.Caption>{label}</Table.Caption>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('chart.time')}</Table.Th>
                  {series.map((each) => (
                    <Table.Th key={each.label}>{each.label}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {times.map((time, at) => (
                  <Table.Tr key={time}>
                    <Table.Td>{format.dateTime(time)}</Table.Td>
                    {series.map((each) => (
                      <Table.Td key={each.label} className="pult-number">
                        {each.values[at] ?? '–'}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Box>
        ) : (
          <div ref={host} role="img" aria-label={label} />
        )}
      </Box>
    </Stack>
  );
}
