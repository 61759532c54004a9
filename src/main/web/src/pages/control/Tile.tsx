import { Anchor, Card, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Offline } from '@/api/problem';
import { useFormat } from '@/i18n/format';
import { Sparkline } from '@/ui/Sparkline';
import { StateBadge } from '@/ui/StateBadge';
import { MOODS, type Standing } from './standing';

interface Props {
  title: string;
  to: string;
  standing: Standing | undefined;
  /** Undefined while it is not known. */
  number: number | undefined;
  /** More than the number there may be: not everything was read. */
  atLeast?: boolean;
  /** What the number counts. */
  unit: string;
  /** What else there is to say. */
  note?: string | undefined;
  course: (number | null)[] | undefined;
  /** What the course shows, for those who do not see it. */
  courseLabel: string;
  /** What the course is of. */
  courseOf: string;
  /** What the tile is made of; when one has failed, the tile says so. */
  queries: UseQueryResult<unknown>[];
}

/** A concern at a glance. */
export function Tile(props: Props) {
  const { title, to, standing, number, atLeast = false, unit, note, course, courseLabel, courseOf, queries } = props;
  const { t } = useTranslation('control');
  const format = useFormat();
  const failed = queries.find((query) => query.isError);
  return (
    <Card withBorder padding="sm" component="section" aria-label={title}>
      <Stack gap={6} h="100%">
        <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
          <Title order={2} fz="md">
            <Anchor component={Link} to={to} inherit underline="hover">
              {title}
            </Anchor>
          </Title>
          {standing !== undefined && <StateBadge mood={MOODS[standing]}>{t(`standing.${standing}`)}</StateBadge>}
        </Group>
        {number === undefined ? (
          failed === undefined ? (
            <Skeleton height={36} width="70%" aria-label={t('state.loading')} role="status" />
          ) : (
            <Text c="dimmed">{t('tile.unknown')}</Text>
          )
        ) : (
          <Group gap={6} align="baseline" wrap="nowrap">
            <Text fz={28} fw={700} lh={1.2} className="pult-number">
              {atLeast ? t('tile.atLeast', { number: format.number(number) }) : format.number(number)}
            </Text>
            <Text size="sm" lh={1.2}>
              {unit}
            </Text>
          </Group>
        )}
        <Text size="sm" c="dimmed" mih="1.55em">
          {note}
        </Text>
        <Stack gap={2} mt="auto">
          {course === undefined ? <Skeleton height={28} aria-hidden animate={failed === undefined} /> : <Sparkline label={courseLabel} values={course} />}
          <Text size="xs" c="dimmed">
            {courseOf}
          </Text>
        </Stack>
        {failed !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)" role="status">
            {failed.error instanceof Offline ? t('state.offline') : t('tile.failed', { why: failed.error?.message })}
          </Text>
        )}
      </Stack>
    </Card>
  );
}
