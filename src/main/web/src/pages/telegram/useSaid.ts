import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { words } from '@/ui/ProblemView';

/**
 * What was refused, in the language of the page. The gateway tells refusals of Telegram in it by itself; those of Pult's own it
 * tells in English, so that they have words here, by their code.
 */
export function useSaid() {
  const { t } = useTranslation('telegram');
  return useMemo(() => {
    const ofCode = (code: string | undefined): string | undefined =>
      code !== undefined && i18next.exists(`refusal.${code}`, { ns: 'telegram' }) ? t(`refusal.${code}`) : undefined;
    return {
      ofCode,
      said: (failure: unknown): string =>
        (failure instanceof Problem ? ofCode(failure.code) : undefined) ?? words(failure, t('common:state.offline')),
    };
  }, [t]);
}
