/** As they stand in the address of the page and in the contract. */
export const FILTERS = ['subject', 'action', 'object', 'request_id', 'result', 'since', 'until'] as const;

export type Filters = Partial<Record<(typeof FILTERS)[number], string>>;
