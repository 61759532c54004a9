interface PageOf<T> {
  items: T[];
  next?: string;
}

export interface Read<T> {
  items: T[];
  /** There are no others. */
  whole: boolean;
}

/**
 * Reads a list to its end, or until it is so long that nobody waits for it.
 *
 * @param most pages
 */
export async function everyPage<T>(load: (cursor: string | undefined) => Promise<PageOf<T>>, most = Infinity): Promise<Read<T>> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < most; page++) {
    const { items: found, next } = await load(cursor);
    items.push(...found);
    cursor = next;
    if (cursor === undefined) {
      return { items, whole: true };
    }
  }
  return { items, whole: false };
}
