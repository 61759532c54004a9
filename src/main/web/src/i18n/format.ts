import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/session/session';

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** Numbers and times as people of this language write them, in the zone of the person's profile. */
export function useFormat() {
  const { i18n, t } = useTranslation();
  const zone = useSession((session) => session.me?.time_zone);
  return useMemo(() => {
    const language = i18n.language;
    const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone });
    const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', timeZone: zone });
    const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: zone });
    const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
    const number = new Intl.NumberFormat(language);
    const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
    return {
      dateTime: (iso: string | undefined | null) => (iso ? dateTime.format(new Date(iso)) : t('time.never')),
      exact: (iso: string | undefined | null) => (iso ? exact.format(new Date(iso)) : t('time.never')),
      date: (iso: string | undefined | null) => (iso ? date.format(new Date(iso)) : t('time.never')),
      number: (value: number) => number.format(value),
      percent: (share: number) => percent.format(share),
      /** From now, in the largest unit that fits. */
      relative: (iso: string | undefined | null, now = Date.now()) => {
        if (!iso) {
          return t('time.never');
        }
        const seconds = Math.round((new Date(iso).getTime() - now) / 1_000);
        const [unit, size] = STEPS.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
        return relative.format(Math.trunc(seconds / size), unit);
      },
    };
  }, [i18n.language, t, zone]);
}
