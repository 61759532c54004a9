import { useQueryClient } from '@tanstack/react-query';
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
  const queries = useQueryClient();
  return useAct(act, {
    ...(done !== undefined && { done }),
    fresh: [WORKSPACES],
    onDone: (answer) => {
      void learn();
      onDone?.(answer);
    },
    onProblem: (problem) => {
      // Changed by somebody else, or gone: what is shown is not so any more.
      if ([404, 409, 412].includes(problem.status)) {
        void queries.invalidateQueries({ queryKey: WORKSPACES });
      }
      return false;
    },
  });
}
