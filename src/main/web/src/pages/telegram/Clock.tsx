import { Text, type TextProps } from '@mantine/core';
import { useFormat } from '@/i18n/format';
import { clockText, useLeft } from '@/ui/clock';

/** The time that is left until a wait is over; nothing when it is. */
export function Clock({ until, ...text }: { until: string } & TextProps) {
  const format = useFormat();
  const left = useLeft(until);
  if (left === 0) {
    return null;
  }
  return (
    <Text component="time" dateTime={until} title={format.exact(until)} className="pult-number" {...text}>
      {clockText(left)}
    </Text>
  );
}
