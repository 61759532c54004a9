import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { paths } from '@/paths';
import { useFormat } from '@/i18n/format';
import type { Mood } from '@/ui/StateBadge';
import { BROKEN, useBroken, useSummary } from './accounts';
import { useStatus, type NodeHealth } from './status';
import { dead, ending, useTokens, type Token } from './tokens';
import { useFailed, type Job } from './work';

/** Something that is wrong and lasts. */
export interface Incident {
  key: string;
  mood: Mood;
  /** What is wrong, in one word. */
  word: string;
  text: string;
  /** Why, as far as it is known. */
  why?: string | undefined;
  at?: string | undefined;
  to: string;
}

/** Of each kind; the rest is one line. */
const SHOWN = 5;

/** What is open now. What cannot be read at the moment is in `queries`, and says so itself. */
export function useIncidents() {
  const status = useStatus();
  const tokens = useTokens();
  const broken = useBroken();
  const failed = useFailed();
  const components = useComponentIncidents(status.data?.nodes ?? []);
  const tokenLines = useTokenIncidents(tokens.data?.items ?? [], tokens.dataUpdatedAt);
  const accountLines = useAccountIncidents(broken.data ?? []);
  const jobLines = useJobIncidents(failed.data ?? []);
  return {
    incidents: [...components, ...tokenLines, ...accountLines, ...jobLines],
    queries: [status, tokens, broken, failed],
  };
}

function useComponentIncidents(nodes: NodeHealth[]): Incident[] {
  const { t } = useTranslation('control');
  const format = useFormat();
  return nodes.flatMap(({ node, components }) =>
    components
      .filter(({ state }) => state !== 'up')
      .map((component) => ({
        key: `component:${node}:${component.name}`,
        mood: component.state === 'down' ? 'bad' : 'wait',
        word: t(`standing.${component.state}`),
        text: t('incident.component', { component: component.name, node }),
        why: [
          component.detail,
          component.last_success === undefined
            ? t('incident.neverWorked')
            : t('incident.lastWorked', { when: format.relative(component.last_success) }),
        ]
          .filter(Boolean)
          .join(' · '),
        to: component.name.startsWith('vk') ? paths.vk : '#nodes',
      })),
  );
}

function useTokenIncidents(tokens: Token[], now: number): Incident[] {
  const { t } = useTranslation('control');
  const format = useFormat();
  const out = dead(tokens);
  const soon = ending(tokens, now);
  return [
    ...out.slice(0, SHOWN).map((token) => ({
      key: `token:${token.id}`,
      mood: 'bad' as const,
      word: t(`token.${token.status}`),
      text: t('incident.token', { name: token.label }),
      why: token.status_reason,
      at: token.updated_at,
      to: `${paths.vk}?token=${token.id}`,
    })),
    ...more('tokens', out.length, t('incident.moreTokens', { count: out.length - SHOWN }), t('incident.more'), `${paths.vk}?state=dead`),
    ...soon.slice(0, SHOWN).map((token) => ({
      key: `ending:${token.id}`,
      mood: 'wait' as const,
      word: t('incident.ends'),
      text: t('incident.token', { name: token.label }),
      why: t('incident.endsAt', { when: format.relative(token.expires_at) }),
      to: `${paths.vk}?token=${token.id}`,
    })),
    ...more('ending', soon.length, t('incident.moreEnding', { count: soon.length - SHOWN }), t('incident.more'), `${paths.vk}?state=expiring`),
  ];
}

function useAccountIncidents(accounts: Schemas['TelegramAccount'][]): Incident[] {
  const { t } = useTranslation('control');
  const summary = useSummary();
  return BROKEN.flatMap((state) => {
    const those = accounts.filter((account) => account.state === state);
    const all = summary.data?.states[state] ?? those.length;
    return [
      ...those.map((account) => ({
        key: `account:${account.id}`,
        mood: state === 'frozen' ? ('wait' as const) : ('bad' as const),
        word: t(`account.${state}`),
        text: t('incident.account', { name: account.name || account.phone_formatted || account.id.slice(0, 8) }),
        why: account.message,
        at: account.updated_at,
        to: `${paths.telegram}?state=${state}&account=${account.id}`,
      })),
      ...more(
        state,
        all > those.length ? SHOWN + 1 : 0,
        t('incident.moreAccounts', { count: all - those.length }),
        t('incident.more'),
        `${paths.telegram}?state=${state}`,
      ),
    ];
  });
}

function useJobIncidents(failed: Job[]): Incident[] {
  const { t } = useTranslation('control');
  return [
    ...failed.slice(0, SHOWN).map((job) => ({
      key: `job:${job.id}`,
      mood: 'bad' as const,
      word: t('incident.failed'),
      text: t('incident.job', { kind: t(`job.${job.kind}`, { defaultValue: job.kind }) }),
      why: job.error?.message,
      at: job.finished_at,
      to: `${paths.jobs}?job=${job.id}`,
    })),
    ...more('jobs', failed.length, t('incident.moreJobs', { count: failed.length - SHOWN }), t('incident.more'), `${paths.jobs}?state=failed`),
  ];
}

function more(key: string, all: number, text: string, word: string, to: string): Incident[] {
  return all > SHOWN ? [{ key: `more:${key}`, mood: 'rest', word, text, to }] : [];
}
