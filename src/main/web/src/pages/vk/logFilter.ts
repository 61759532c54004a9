import { flag, oneOf, text, type Url } from '@/ui/useUrl';

/** As they stand in the address of the page and in the contract. */
export const FILTERS = {
  account_id: text,
  is_env_token: flag,
  method: text,
  status: oneOf(['success', 'error']),
  q: text,
  from: text,
  to: text,
};

export type LogFilter = Url<typeof FILTERS>['values'];
