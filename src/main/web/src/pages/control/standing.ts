import type { Mood } from '@/ui/StateBadge';
import type { Schemas } from '@/api/client';

/** How a concern is: as the gateway words it, or nobody uses it. */
export type Standing = Schemas['State'] | 'unused';

export const MOODS: Record<Standing, Mood> = { up: 'good', degraded: 'wait', down: 'bad', unused: 'rest' };

const ORDER: Standing[] = ['unused', 'up', 'degraded', 'down'];

export function worst(standings: Standing[]): Standing {
  return standings.reduce((one, other) => (ORDER.indexOf(other) > ORDER.indexOf(one) ? other : one), 'unused');
}
