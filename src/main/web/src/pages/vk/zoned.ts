const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What a clock on the wall of the zone shows: `2026-11-21T18:40`. */
export function toLocal(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return parts.format(at).replace(' ', 'T');
}

/** When the clock on the wall shows that; of an hour that clocks skip or repeat, one of the moments next to it. */
export function toInstant(local: string, zone: string): number {
  const wanted = Date.parse(`${local}Z`);
  const offset = (at: number) => Date.parse(`${toLocal(at, zone)}Z`) - at;
  const guess = wanted - offset(Math.floor(wanted / 60_000) * 60_000);
  return wanted - offset(Math.floor(guess / 60_000) * 60_000);
}

export type Unit = 'hour' | 'day' | 'week';

/** Where the last so many hours, days or ISO weeks of the zone begin, the present one included. */
export function beginning(unit: Unit, count: number, zone: string, now: number): number {
  if (unit === 'hour') {
    return Math.floor(now / HOUR_MS) * HOUR_MS - (count - 1) * HOUR_MS;
  }
  const today = Date.parse(`${toLocal(now, zone).slice(0, 10)}T00:00Z`);
  const sinceMonday = (new Date(today).getUTCDay() + 6) % 7;
  const back = unit === 'day' ? count - 1 : sinceMonday + 7 * (count - 1);
  return toInstant(`${new Date(today - back * DAY_MS).toISOString().slice(0, 10)}T00:00`, zone);
}
