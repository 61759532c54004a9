import { Text, Tooltip, type TextProps } from '@mantine/core';
import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useFormat } from '@/i18n/format';

/** How many seconds are left; counts down by itself. */
export function useLeft(until: string | number | undefined): number {
  const [now, setNow] = useState(Date.now());
  const end = until === undefined ? 0 : new Date(until).getTime();
  const over = end <= now;
  useEffect(() => {
    setNow(Date.now());
    if (end <= Date.now()) {
      return undefined;
    }
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [end, over]);
  return Math.max(0, Math.ceil((end - now) / 1_000));
}

/** A clock that is ahead of the gateway's asks again after this. */
const LATE_MS = 1_000;
const LONGEST_MS = 3_600_000;

/**
 * Time alone ends a wait, and nobody tells of it: what these keys begin with is fetched anew when the first wait is over.
 *
 * @param at when the waits were fetched
 */
export function useOver(untils: (string | undefined)[], at: number, ...keys: QueryKey[]): void {
  const queries = useQueryClient();
  const first = Math.min(...untils.filter((until) => until !== undefined).map((until) => new Date(until).getTime()));
  useEffect(() => {
    if (first === Infinity) {
      return undefined;
    }
    const left = Math.min(Math.max(0, first - Date.now()), LONGEST_MS);
    const timer = setTimeout(() => keys.forEach((queryKey) => void queries.invalidateQueries({ queryKey })), left + LATE_MS);
    return () => clearTimeout(timer);
    // The keys are always the same.
  }, [first, at]);
}

/** 1:02:03, as it is read everywhere. */
export function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The time that is left until a wait is over; nothing when it is. */
export function Clock({ until, ...text }: { until: string } & TextProps) {
  const format = useFormat();
  const left = useLeft(until);
  if (left === 0) {
    return null;
  }
  return (
    <Tooltip label={format.exact(until)}>
      <Text component="time" dateTime={until} className="pult-number" tabIndex={0} {...text}>
        {clockText(left)}
      </Text>
    </Tooltip>
  );
}
