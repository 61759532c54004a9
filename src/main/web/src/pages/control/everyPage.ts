const MOST_PAGES = 5;

interface PageOf<T> {
  items: T[];
  next?: string;
}

export interface Read<T> {
  items: T[];
  /** There are no others. */
  whole: boolean;
}

/** Reads a list to its end, or until it is so long that nobody waits for it. */
export async function everyPage<T>(load: (cursor: string | undefined) => Promise<PageOf<T>>): Promise<Read<T>> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items: found, next } = await load(cursor);
    items.push(...found);
    cursor = next;
    if (cursor === undefined) {
      return { items, whole: true };
    }
  }
  return { items, whole: false };
}
