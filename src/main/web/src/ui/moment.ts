const DAY_MS = 86_400_000;

/** What a clock in the zone shows: `2026-11-21T18:40:00`. */
export function wallOf(at: number, zone: string): string {
  // The Swedish way to write a time is the one of ISO 8601.
  const wall = new Date(at).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T');
  // Years are typed figure by figure, and each of them is a year for a while.
  return wall.padStart('0000-00-00T00:00:00'.length, '0');
}

/**
 * When a clock in the zone shows this, a day or a time of it. Of an hour that it shows twice, the first; of one that it leaves out, as
 * much later as it leaves out.
 */
export function moment(wall: string, zone: string): number {
  const asUtc = Date.parse(`${wall.length === 10 ? `${wall}T00:00` : wall}Z`);
  const ahead = (at: number) => Date.parse(`${wallOf(at, zone)}Z`) - at;
  const before = ahead(asUtc - DAY_MS);
  const after = ahead(asUtc + DAY_MS);
  return before !== after && ahead(asUtc - before) !== before && ahead(asUtc - after) === after ? asUtc - after : asUtc - before;
}
