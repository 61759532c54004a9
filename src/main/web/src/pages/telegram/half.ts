/** How wide a filter is: on a phone two stand side by side. */
export function half(width: number) {
  return { base: 'calc(50% - 5px)', xs: width };
}
