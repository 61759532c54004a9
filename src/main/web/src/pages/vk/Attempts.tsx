import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { TimeChart } from '@/ui/TimeChart';

type Point = Schemas['TokenLogChartPoint'];

const HEIGHT = 260;
const COLOURS = ['blue-6', 'teal-6', 'grape-6', 'orange-6', 'cyan-6', 'pink-6'].map((name) => `var(--mantine-color-${name})`);

/** Successes and failures, one on top of the other. */
export function ByOutcome({ points, method }: { points: Point[]; method: string | undefined }) {
  const { t } = useTranslation('vk');
  const times = useTimes(points);
  const series = useMemo(() => {
    const outcomes = points.map((point) => outcomeOf(point, method));
    return [
      { label: t('outcome.success'), colour: 'var(--pult-good)', values: outcomes.map(({ success }) => success) },
      { label: t('outcome.error'), colour: 'var(--pult-bad)', values: outcomes.map(({ error }) => error) },
    ];
  }, [method, points, t]);
  return (
    <TimeChart
      label={method === undefined ? t('chart.outcomes') : t('chart.outcomesOf', { method })}
      times={times}
      series={series}
      height={HEIGHT}
      stacked
    />
  );
}

function outcomeOf(point: Point, method: string | undefined): { success: number; error: number } {
  if (method === undefined) {
    return point;
  }
  const error = point.errors[method] ?? 0;
  return { success: (point.methods[method] ?? 0) - error, error };
}

/** Attempts by method: the most used ones, and all others together. */
export function ByMethod({ points }: { points: Point[] }) {
  const { t } = useTranslation('vk');
  const times = useTimes(points);
  const series = useMemo(() => {
    const totals = new Map<string, number>();
    points.forEach((point) =>
      Object.entries(point.methods).forEach(([method, count]) => totals.set(method, (totals.get(method) ?? 0) + count)),
    );
    const most = [...totals].sort(([, a], [, b]) => b - a).map(([method]) => method);
    const shown = most.slice(0, COLOURS.length);
    const others = most.slice(COLOURS.length);
    const sum = (point: Point, methods: string[]) => methods.reduce((all, method) => all + (point.methods[method] ?? 0), 0);
    return [
      ...shown.map((method, at) => ({ label: method, colour: COLOURS[at]!, values: points.map((point) => sum(point, [method])) })),
      ...(others.length > 0
        ? [{ label: t('chart.others'), colour: 'var(--pult-rest)', values: points.map((point) => sum(point, others)) }]
        : []),
    ];
  }, [points, t]);
  return <TimeChart label={t('chart.byMethod')} times={times} series={series} height={HEIGHT} stacked />;
}

function useTimes(points: Point[]): string[] {
  return useMemo(() => points.map((point) => point.at), [points]);
}
