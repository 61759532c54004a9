import { moment, wallOf } from '@/ui/moment';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export type Unit = 'hour' | 'day' | 'week';

/** Where the last so many hours, days or ISO weeks of the zone begin, the present one included. */
export function beginning(unit: Unit, count: number, zone: string, now: number): number {
  if (unit === 'hour') {
    return Math.floor(now / HOUR_MS) * HOUR_MS - (count - 1) * HOUR_MS;
  }
  const today = Date.parse(wallOf(now, zone).slice(0, 10));
  const sinceMonday = (new Date(today).getUTCDay() + 6) % 7;
  const back = unit === 'day' ? count - 1 : sinceMonday + 7 * (count - 1);
  return moment(new Date(today - back * DAY_MS).toISOString().slice(0, 10), zone);
}
