import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from './job';

/** Names of things that this app may not know yet are said as they are. */
export function useWords() {
  const { t } = useTranslation('jobs');
  return useMemo(
    () => ({
      kind: (kind: string) => t(`kind.${kind}`, { defaultValue: kind }),
      concern: (concern: string) => t(`concern.${concern}`, { defaultValue: concern }),
      /** The gateway keeps what went wrong in English. */
      error: (error: NonNullable<Job['error']>) => t(`error.${error.code}`, { defaultValue: error.message }),
      /** Whoever began it: `user:…`, `key:…` or `node:…`. */
      subject: (subject: string) => {
        const colon = subject.indexOf(':');
        return t(`by.${subject.slice(0, colon)}`, { id: subject.slice(colon + 1), defaultValue: subject });
      },
    }),
    [t],
  );
}
