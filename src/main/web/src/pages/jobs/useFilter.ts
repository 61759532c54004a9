import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { STATES, type Filter, type JobState } from './job';

export interface Address {
  filter: Filter;
  /** Whose drawer is open. */
  job: string | undefined;
  /** Of the job that is open, if whoever led here knew it: the job does not tell. */
  importId: string | undefined;
  /** Undefined takes away. */
  change: (change: { state?: JobState | undefined; kind?: string | undefined; sort?: string; job?: string | undefined }) => void;
}

/** What is shown stands in the address, so that it can be sent to somebody. */
export function useFilter(): Address {
  const [params, setParams] = useSearchParams();
  const state = STATES.find((each) => each === params.get('state'));
  const kind = params.get('kind') ?? undefined;
  const sort = params.get('sort') === 'created_at' ? 'created_at' : '-created_at';
  const filter = useMemo<Filter>(() => ({ state, kind, sort }), [state, kind, sort]);
  return {
    filter,
    job: params.get('job') ?? undefined,
    importId: params.get('import') ?? undefined,
    change: (change) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          if ('job' in change) {
            after.delete('import');
          }
          Object.entries(change).forEach(([name, value]) => (value ? after.set(name, value) : after.delete(name)));
          return after;
        },
        // A way back for what is opened; filters would fill the history.
        { replace: change.job === undefined },
      ),
  };
}
