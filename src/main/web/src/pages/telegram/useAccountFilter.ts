import { useSearchParams } from 'react-router';
import type { paths } from '@/api/schema';
import { STATES } from './account';

export type AccountQuery = NonNullable<paths['/accounts/']['get']['parameters']['query']>;
export type AccountFilter = Omit<AccountQuery, 'limit' | 'cursor'>;

const STATUSES = ['active', 'paused'] as const satisfies readonly AccountQuery['status'][];
const SORTS = [
  '-created_at',
  'created_at',
  'updated_at',
  '-updated_at',
  'name',
  '-name',
  'phone',
  '-phone',
] as const satisfies readonly AccountQuery['sort'][];
const TEXTS = ['workspace_id', 'label', 'proxy_id', 'node', 'q'] as const satisfies readonly (keyof AccountQuery)[];

function oneOf<T extends string>(known: readonly T[], text: string | null): T | undefined {
  return known.find((each) => each === text);
}

/** The filter is part of the address: it can be kept and sent. What the gateway would refuse is left out. */
export function useAccountFilter() {
  const [params, setParams] = useSearchParams();
  const status = oneOf(STATUSES, params.get('status'));
  const state = oneOf(STATES, params.get('state'));
  const filter: AccountFilter = {
    ...(status !== undefined && { status }),
    ...(state !== undefined && { state }),
    sort: oneOf(SORTS, params.get('sort')) ?? '-created_at',
  };
  for (const name of TEXTS) {
    const text = params.get(name);
    if (text) {
      filter[name] = text;
    }
  }
  const put = (changes: Partial<Record<keyof AccountFilter | 'account' | 'import', string | undefined>>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        Object.entries(changes).forEach(([name, value]) => (value ? next.set(name, value) : next.delete(name)));
        return next;
      },
      { replace: true },
    );
  return {
    filter,
    put,
    /** Of the account that is shown. */
    account: params.get('account') ?? undefined,
    /** Of the import that is shown. */
    imported: params.get('import') ?? undefined,
    filtered: ['status', 'state', ...TEXTS].some((name) => params.has(name)),
  };
}
