import { Text, type TextProps } from '@mantine/core';
import { useFormat } from '@/i18n/format';

/** How long ago, or until when; the exact time is told to whoever stays on it. */
export function When({ at, ...text }: { at: string | undefined | null } & TextProps) {
  const format = useFormat();
  if (!at) {
    return <Text {...text}>{format.relative(at)}</Text>;
  }
  return (
    <Text component="time" dateTime={at} title={format.exact(at)} {...text}>
      {format.relative(at)}
    </Text>
  );
}
