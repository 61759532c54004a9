import i18next from 'i18next';
import { Offline, Problem } from '@/api/problem';

/** What people meet of refusals has words in each language, by its code: those of all pages, and those of the page. */
export function refusal(code: string | undefined): string | undefined {
  const key = `refusal.${code}`;
  const ns = Object.keys(i18next.getDataByLanguage(i18next.language) ?? {});
  return i18next.exists(key, { ns }) ? i18next.t(key, { ns }) : undefined;
}

/** What went wrong; what has no words here the gateway tells in its own. */
export function words(failure: unknown): string {
  if (failure instanceof Offline) {
    return i18next.t('state.offline');
  }
  return (failure instanceof Problem && refusal(failure.code)) || (failure instanceof Error ? failure.message : String(failure));
}
