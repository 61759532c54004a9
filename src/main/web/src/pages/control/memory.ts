import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const MEGABYTE = 1_000_000;

/** Memory as people of this language write it. */
export function useMemory(): (bytes: number) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 });
    return (bytes) => format.format(bytes / MEGABYTE);
  }, [i18n.language]);
}
