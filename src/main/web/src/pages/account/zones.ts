/** Names that browsers leave out of their list although everybody knows them. */
const MORE = ['UTC'];

/** Zones to choose from, with the chosen one, which may have an older name than the browser lists. */
export function zones(chosen: string): string[] {
  return [...new Set([...MORE, chosen, ...Intl.supportedValuesOf('timeZone')])];
}

/** Of this device. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
