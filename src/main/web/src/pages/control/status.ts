import { useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '@/api/client';
import { worst, type Standing } from './standing';

export type NodeHealth = Schemas['NodeHealth'];
export type Component = NodeHealth['components'][number];

export function useStatus() {
  return useQuery({
    queryKey: ['control', 'status'],
    queryFn: () => take(api.GET('/api/app/v1/status')),
    refetchInterval: 10_000,
  });
}

/** Of the components with these names, on whichever node. */
export function standingOf(nodes: NodeHealth[], names: string[]): Standing {
  return worst(nodes.flatMap(({ components }) => components.filter(({ name }) => names.includes(name)).map(({ state }) => state)));
}

/** A node that is listed and says nothing of itself does not answer. */
export function standingOfNode(node: NodeHealth): Standing {
  return worst([node.load === undefined ? 'down' : 'up', ...node.components.map(({ state }) => state)]);
}
