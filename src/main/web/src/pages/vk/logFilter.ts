import type { paths } from '@/api/schema';

/** As the operation has it, and as it stands in the address. */
export type LogFilter = Omit<NonNullable<paths['/token-logs/']['get']['parameters']['query']>, 'limit' | 'cursor'>;

export const NAMES = ['account_id', 'is_env_token', 'method', 'status', 'q', 'from', 'to'] as const;

export function readFilter(params: URLSearchParams): LogFilter {
  const text = (name: (typeof NAMES)[number]) => params.get(name) ?? undefined;
  const status = params.get('status');
  const env = params.get('is_env_token');
  return {
    account_id: text('account_id'),
    is_env_token: env === 'true' ? true : env === 'false' ? false : undefined,
    method: text('method'),
    status: status === 'success' || status === 'error' ? status : undefined,
    q: text('q'),
    from: text('from'),
    to: text('to'),
  };
}

/** For the address: each name, also those that are not asked for, so that they are taken out of it. */
export function writeFilter(filter: LogFilter): Record<string, string | undefined> {
  return Object.fromEntries(NAMES.map((name) => [name, filter[name] === undefined ? undefined : String(filter[name])]));
}

export function isEmpty(filter: LogFilter): boolean {
  return NAMES.every((name) => filter[name] === undefined);
}
