import { text, type Url } from '@/ui/useUrl';

/** As they stand in the address of the page and in the contract. */
export const FILTERS = { subject: text, action: text, object: text, request_id: text, result: text, since: text, until: text };

export type Filters = Url<typeof FILTERS>['values'];
