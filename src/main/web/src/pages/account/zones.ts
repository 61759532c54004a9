/** Names that browsers leave out of their list although everybody knows them. */
const MORE = ['UTC'];

interface Zones {
  group: string;
  items: { value: string; label: string }[];
}

/** Zones to choose from, by continent, with the chosen one, which may have an older name than the browser lists. */
export function zones(chosen: string): Zones[] {
  const groups = new Map<string, Zones>();
  for (const value of new Set([...MORE, chosen, ...Intl.supportedValuesOf('timeZone')])) {
    const [continent = value, ...place] = spoken(value).split('/');
    const group = groups.get(continent) ?? { group: continent, items: [] };
    group.items.push({ value, label: place.join(', ') || continent });
    groups.set(continent, group);
  }
  return [...groups.values()];
}

export function spoken(zone: string): string {
  return zone.replaceAll('_', ' ');
}

/** Of this device. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
