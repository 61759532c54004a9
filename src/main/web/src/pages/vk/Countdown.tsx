import { Text, type TextProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { clockText, useNow } from '@/ui/clock';

const DAY_MS = 86_400_000;

/** What is left until a moment, by the second. Not told aloud at each of them. */
export function Countdown({ until, ...text }: { until: string } & TextProps) {
  const { t } = useTranslation('vk');
  const format = useFormat();
  const now = useNow();
  const rest = new Date(until).getTime() - now;
  return (
    <Text component="time" span className="pult-number" dateTime={until} title={format.exact(until)} {...text}>
      {rest <= 0 ? t('clock.now') : rest < DAY_MS ? clockText(Math.ceil(rest / 1_000)) : format.relative(until, now)}
    </Text>
  );
}
