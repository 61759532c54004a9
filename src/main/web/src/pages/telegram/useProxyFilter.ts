import { useSearchParams } from 'react-router';
import type { paths } from '@/api/schema';

type ProxyQuery = NonNullable<paths['/proxies/']['get']['parameters']['query']>;
export type ProxyFilter = Omit<ProxyQuery, 'limit' | 'cursor'>;

/** `true` and `false` as they stand in the address. */
function flag(text: string | null): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

export function useProxyFilter() {
  const [params, setParams] = useSearchParams();
  const kind = params.get('kind');
  const reachable = flag(params.get('reachable'));
  const free = flag(params.get('free'));
  const q = params.get('q');
  const filter: ProxyFilter = {
    ...((kind === 'socks5' || kind === 'mtproxy') && { kind }),
    ...(reachable !== undefined && { reachable }),
    ...(free !== undefined && { free }),
    ...(q && { q }),
  };
  const put = (changes: Partial<Record<keyof ProxyFilter | 'proxy', string | undefined>>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        Object.entries(changes).forEach(([name, value]) => (value ? next.set(name, value) : next.delete(name)));
        return next;
      },
      { replace: true },
    );
  return { filter, put, proxy: params.get('proxy') ?? undefined, filtered: Object.keys(filter).length > 0 };
}
