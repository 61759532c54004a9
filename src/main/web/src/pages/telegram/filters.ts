import { flag, oneOf, text, type Url } from '@/ui/useUrl';
import { STATES } from './account';
import { KINDS } from './proxy';

/** As they stand in the address of the page and in the contract. */
export const ACCOUNT_FILTERS = {
  status: oneOf(['active', 'paused']),
  state: oneOf(STATES),
  workspace_id: text,
  label: text,
  proxy_id: text,
  node: text,
  q: text,
};

export const ACCOUNT_VIEW = {
  sort: oneOf(['-created_at', 'created_at', 'updated_at', '-updated_at', 'name', '-name', 'phone', '-phone']),
  import: text,
};

export const PROXY_FILTERS = { kind: oneOf(KINDS), reachable: flag, free: flag, q: text };

export type AccountFilter = Url<typeof ACCOUNT_FILTERS>;
