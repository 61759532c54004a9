import { useEffect, useState, useSyncExternalStore } from 'react';

/** One timer for all clocks of the page; it runs while there is a clock. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function tick() {
  now = Date.now();
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(tick, 1_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Changes every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** How many seconds are left; counts down by itself, and rests when it is over. */
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

/** `4:05`, `1:02:03`: what is left of less than a day. */
export function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
