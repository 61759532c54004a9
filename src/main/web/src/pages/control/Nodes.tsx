import { Card, Group, Stack, Text, Title, Tooltip } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { DataTable } from '@/ui/DataTable';
import { ProblemView } from '@/ui/ProblemView';
import { QueryView } from '@/ui/QueryView';
import { StateBadge } from '@/ui/StateBadge';
import { When } from '@/ui/When';
import { useSummary } from './accounts';
import { useMemory } from './memory';
import { MOODS, type Standing } from './standing';
import { standingOfNode, useStatus, type Component, type NodeHealth } from './status';

type Sessions = Schemas['TelegramNode'];

interface Row {
  name: string;
  /** Absent while the gateway does not hear of it; without its load when it does not answer. */
  health?: NodeHealth | undefined;
  /** Absent for a node that holds no sessions of Telegram. */
  sessions?: Sessions | undefined;
}

/** The nodes, as they say how they are and as they tell of the sessions that they hold. */
export function Nodes() {
  const { t } = useTranslation('control');
  const status = useStatus();
  const summary = useSummary();
  const columns = useColumns();
  const holding = summary.data?.nodes;
  const rows = useMemo(() => join(status.data?.nodes ?? [], holding ?? []), [status.data, holding]);
  return (
    <Card withBorder padding="sm" component="section" aria-labelledby="nodes" style={{ scrollMarginTop: 60 }}>
      <Stack gap="xs">
        <Title order={2} fz="lg" id="nodes" style={{ scrollMarginTop: 60 }}>
          {t('nodes.title')}
        </Title>
        {summary.isError && <ProblemView failure={summary.error} again={() => void summary.refetch()} />}
        <QueryView query={status} empty={() => rows.length === 0}>
          {() => <DataTable label={t('nodes.title')} rows={rows} columns={columns} id={({ name, sessions }) => sessions?.id ?? name} />}
        </QueryView>
      </Stack>
    </Card>
  );
}

/** By name; a node that was started anew under its name may be told of twice for a while, and is the younger one. */
export function join(nodes: NodeHealth[], holding: Sessions[]): Row[] {
  const names = [...new Set([...nodes.map(({ node }) => node), ...holding.map(({ name }) => name)])].sort();
  return names.map((name) => ({
    name,
    health: nodes.find(({ node }) => node === name),
    sessions: holding.findLast((each) => each.name === name),
  }));
}

function useColumns(): ColumnDef<Row>[] {
  const { t } = useTranslation('control');
  const format = useFormat();
  const memory = useMemory();
  return useMemo(() => {
    const text = (id: string, value: (row: Row) => string | undefined): ColumnDef<Row> => ({
      id,
      header: t(`nodes.${id}`),
      cell: ({ row }) => (
        <Text size="sm" className="pult-number" style={{ whiteSpace: 'nowrap' }}>
          {value(row.original) ?? '–'}
        </Text>
      ),
    });
    return [
      { id: 'name', header: t('nodes.name'), cell: ({ row }) => <Text size="sm" fw={600} style={{ whiteSpace: 'nowrap' }}>{row.original.name}</Text> },
      { id: 'state', header: t('nodes.state'), cell: ({ row }) => <State row={row.original} /> },
      { id: 'concerns', header: t('nodes.concerns'), cell: ({ row }) => <Concerns concerns={row.original.health?.concerns ?? []} /> },
      text('processor', ({ health }) => health?.load?.processor !== undefined ? format.percent(health.load.processor) : undefined),
      text('heap', ({ health }) => health?.load && t('nodes.ofLimit', { used: memory(health.load.heap_bytes), limit: memory(health.load.heap_limit_bytes) })),
      text('resident', ({ sessions }) => (sessions?.resident_bytes ? memory(sessions.resident_bytes) : undefined)),
      text('held', ({ sessions }) => sessions && t('nodes.heldOf', { held: format.number(sessions.held), share: format.percent(sessions.share) })),
      text('connected', ({ sessions }) => sessions && format.number(sessions.connected)),
      text('inFlight', ({ sessions }) => sessions && format.number(sessions.in_flight)),
      text('calls', ({ sessions }) => sessions && format.number(sessions.calls_per_second)),
      { id: 'components', header: t('nodes.components'), cell: ({ row }) => <Components components={row.original.health?.components ?? []} /> },
      { id: 'started', header: t('nodes.started'), cell: ({ row }) => <Started row={row.original} /> },
    ];
  }, [format, memory, t]);
}

function State({ row }: { row: Row }) {
  const { t } = useTranslation('control');
  const standing: Standing | undefined = row.health?.load && standingOfNode(row.health);
  return (
    <Group miw="max-content">
      {standing === undefined ? (
        <StateBadge mood="bad">{t('nodes.silent')}</StateBadge>
      ) : row.sessions?.leaving === true ? (
        <StateBadge mood="busy">{t('nodes.leaving')}</StateBadge>
      ) : (
        <StateBadge mood={MOODS[standing]}>{t(`standing.${standing}`)}</StateBadge>
      )}
    </Group>
  );
}

function Started({ row }: { row: Row }) {
  const at = row.health?.load?.started_at ?? row.sessions?.started_at;
  return at === undefined ? <Text size="sm">–</Text> : <When at={at} size="sm" style={{ whiteSpace: 'nowrap' }} />;
}

/** What the node runs. */
function Concerns({ concerns }: { concerns: string[] }) {
  const { t } = useTranslation('control');
  return (
    <Text size="sm" style={{ minWidth: 160 }}>
      {concerns.map((concern) => t(`concern.${concern}`, { defaultValue: concern })).join(', ') || '–'}
    </Text>
  );
}

/** What the node reaches outside itself. */
function Components({ components }: { components: Component[] }) {
  const { t } = useTranslation('control');
  const format = useFormat();
  return (
    <Group gap={4} wrap="nowrap" miw="max-content">
      {components.map((component) => (
        <Tooltip
          key={component.name}
          label={[component.detail, t('incident.lastWorked', { when: format.relative(component.last_success) })].filter(Boolean).join(' · ')}
        >
          <span tabIndex={0}>
            <StateBadge mood={MOODS[component.state]}>
              {component.state === 'up' ? component.name : t('nodes.component', { name: component.name, state: t(`standing.${component.state}`) })}
            </StateBadge>
          </span>
        </Tooltip>
      ))}
    </Group>
  );
}
