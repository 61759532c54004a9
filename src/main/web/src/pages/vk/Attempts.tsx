import { Center, Loader } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/ui/ProblemView';
import { TimeChart } from '@/ui/TimeChart';
import { useOutcomes, type Point } from './useOutcomes';

const HEIGHT = 260;
const COLOURS = ['blue-6', 'teal-6', 'grape-6', 'orange-6', 'cyan-6', 'pink-6'].map((name) => `var(--mantine-color-${name})`);

/** Successes and failures, one on top of the other. */
export function ByOutcome({ points, method }: { points: Point[]; method: string | undefined }) {
  const { t } = useTranslation('vk');
  const { outcomes, waits, failure, again } = useOutcomes(points, method);
  // Drawn anew only when a number is another one, and not whenever something was asked for again.
  const numbers = JSON.stringify(outcomes);
  const times = useTimes(points);
  const series = useMemo(
    () => [
      { label: t('outcome.success'), colour: 'var(--pult-good)', values: (JSON.parse(numbers) as typeof outcomes).map((each) => each.success) },
      { label: t('outcome.error'), colour: 'var(--pult-bad)', values: (JSON.parse(numbers) as typeof outcomes).map((each) => each.error) },
    ],
    [numbers, t],
  );
  if (failure !== undefined) {
    return <ProblemView failure={failure} again={again} />;
  }
  if (waits) {
    return (
      <Center h={HEIGHT}>
        <Loader aria-label={t('state.loading')} />
      </Center>
    );
  }
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
