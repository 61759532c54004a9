import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/api/client';
import { everyPage } from '@/api/everyPage';
import { holds, useSession } from '@/session/session';

interface Named {
  id: string;
  name: string;
  /** Whether accounts may be brought there. */
  act: boolean;
}

async function everyWorkspace(): Promise<Named[]> {
  const found = await everyPage((cursor) =>
    take(api.GET('/api/app/v1/workspaces', { params: { query: { all: true, limit: 200, cursor } } })),
  );
  return found.items.map(({ id, name }) => ({ id, name, act: true }));
}

/** Those whose accounts the person sees, by name. */
export function useWorkspaces(): Named[] {
  const me = useSession((session) => session.me);
  const admin = holds(me, 'ADMIN');
  const every = useQuery({ queryKey: ['workspaces', 'every'], queryFn: everyWorkspace, enabled: admin, staleTime: 60_000 });
  const mine = me?.memberships.map((each) => ({ id: each.workspace, name: each.name, act: each.role !== 'viewer' })) ?? [];
  return [...(admin ? (every.data ?? mine) : mine)].sort((one, other) => one.name.localeCompare(other.name));
}
