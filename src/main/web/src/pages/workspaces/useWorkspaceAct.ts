import { learn } from '@/session/session';
import { useAct } from '@/ui/useAct';

/** Everything that begins with this is about workspaces. */
export const WORKSPACES = ['workspaces'];

interface Options<T> {
  done?: string;
  onDone?: (answer: T) => void;
}

/** A change of a workspace or its people: memberships of whoever is signed in may be others then, too. */
export function useWorkspaceAct<A, T>(act: (argument: A) => Promise<T>, { done, onDone }: Options<T>) {
  return useAct(act, {
    ...(done !== undefined && { done }),
    fresh: [WORKSPACES],
    onDone: (answer) => {
      void learn();
      onDone?.(answer);
    },
  });
}
