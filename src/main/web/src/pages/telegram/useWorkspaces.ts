import { useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '@/api/client';
import { holds, useSession } from '@/session/session';

interface Named {
  id: string;
  name: string;
  /** Whether accounts may be brought there. */
  act: boolean;
}

async function everyWorkspace(): Promise<Named[]> {
  const found: Schemas['Workspace'][] = [];
  let cursor: string | undefined;
  do {
    const page: Schemas['WorkspacePage'] = await take(
      api.GET('/api/app/v1/workspaces', { params: { query: { all: true, limit: 200, ...(cursor !== undefined && { cursor }) } } }),
    );
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return found.map(({ id, name }) => ({ id, name, act: true }));
}

/** Those whose accounts the person sees, by name. */
export function useWorkspaces(): Named[] {
  const me = useSession((session) => session.me);
  const admin = holds(me, 'ADMIN');
  const every = useQuery({ queryKey: ['workspaces', 'every'], queryFn: everyWorkspace, enabled: admin, staleTime: 60_000 });
  const mine = me?.memberships.map((each) => ({ id: each.workspace, name: each.name, act: each.role !== 'viewer' })) ?? [];
  return [...(admin ? (every.data ?? mine) : mine)].sort((one, other) => one.name.localeCompare(other.name));
}
