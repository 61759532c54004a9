import { Group, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { QueryView } from '@/ui/QueryView';
import { StateBadge, type Mood } from '@/ui/StateBadge';
import { When } from '@/ui/When';

const AGAIN_MS = 10_000;
const MOODS: Record<Schemas['State'], Mood> = { up: 'good', degraded: 'wait', down: 'bad' };

/** Each node with what it needs: its stores and the systems outside. */
export function SystemState() {
  const { t } = useTranslation('settings');
  const status = useQuery({
    queryKey: ['status'],
    queryFn: () => take(api.GET('/api/app/v1/status')),
    refetchInterval: AGAIN_MS,
  });
  return (
    <QueryView query={status}>
      {({ status: whole, nodes = [] }) => (
        <Stack gap="sm">
          <Group gap="xs">
            <Text size="sm">{t('system.whole')}</Text>
            <State of={whole} />
            <Text size="sm" c="dimmed">
              {t('system.nodes', { count: nodes.length })}
            </Text>
          </Group>
          <Table.ScrollContainer
            minWidth={560}
            scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('system.title') } }}
          >
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('system.node')}</Table.Th>
                  <Table.Th>{t('system.component')}</Table.Th>
                  <Table.Th>{t('system.state')}</Table.Th>
                  <Table.Th>{t('system.lastSuccess')}</Table.Th>
                  <Table.Th>{t('system.detail')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>{nodes.map((node) => <Node key={node.node} node={node} />)}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Stack>
      )}
    </QueryView>
  );
}

function Node({ node: { node, components } }: { node: Schemas['NodeHealth'] }) {
  return components.map((component, index) => (
    <Table.Tr key={component.name}>
      {index === 0 && (
        <Table.Th scope="rowgroup" rowSpan={components.length} style={{ verticalAlign: 'top', whiteSpace: 'nowrap' }}>
          {node}
        </Table.Th>
      )}
      <Table.Td>{component.name}</Table.Td>
      <Table.Td>
        <State of={component.state} />
      </Table.Td>
      <Table.Td>
        <When size="sm" at={component.last_success} />
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{component.detail ?? '–'}</Table.Td>
    </Table.Tr>
  ));
}

function State({ of: state }: { of: Schemas['State'] }) {
  const { t } = useTranslation('settings');
  return <StateBadge mood={MOODS[state]}>{t(`state.${state}`)}</StateBadge>;
}
