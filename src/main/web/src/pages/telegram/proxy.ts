import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import type { Mood } from '@/ui/StateBadge';

export type Proxy = Schemas['Proxy'];

export const KINDS = ['socks5', 'mtproxy'] as const satisfies Proxy['kind'][];

export function addressOf(proxy: Proxy): string {
  return `${proxy.host.includes(':') ? `[${proxy.host}]` : proxy.host}:${proxy.port}`;
}

export type Health = 'unknown' | 'unreachable' | 'mute' | 'works';

/** What the last look at it saw; `mute` is one that answers, and Telegram behind it does not. */
export function healthOf(proxy: Proxy): Health {
  if (proxy.check === undefined) {
    return 'unknown';
  }
  if (!proxy.check.reachable) {
    return 'unreachable';
  }
  return proxy.check.error === undefined ? 'works' : 'mute';
}

export const HEALTH_MOODS: Record<Health, Mood> = { unknown: 'rest', unreachable: 'bad', mute: 'wait', works: 'good' };

export function useProxy(id: string | undefined) {
  return useQuery({
    queryKey: ['telegram', 'proxy', id],
    queryFn: () => take(api.GET('/proxies/{proxy_id}', { params: { path: { proxy_id: id! } } })),
    enabled: id !== undefined,
    staleTime: 30_000,
  });
}

/** How a country of two letters is called. */
export function useCountry(): (code: string | undefined) => string {
  const { i18n } = useTranslation();
  return useCallback(
    (code) => {
      if (code === undefined) {
        return '–';
      }
      try {
        return new Intl.DisplayNames(i18n.language, { type: 'region' }).of(code.toUpperCase()) ?? code;
      } catch {
        // Not two letters, whatever a proxy's network says.
        return code;
      }
    },
    [i18n.language],
  );
}
