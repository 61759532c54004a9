import type { Asked } from './calls';

export type Params = NonNullable<Asked['params']>;

export interface Pair {
  id: number;
  name: string;
  value: string;
}

/** As VK takes them: each value is a text. A line without a name is not sent. */
export function paramsOf(pairs: Pair[]): Params {
  return Object.fromEntries(pairs.filter((pair) => pair.name.trim() !== '').map((pair) => [pair.name.trim(), pair.value]));
}

/** Values that are not texts are shown as JSON, and come to VK as the same. */
export function pairsOf(params: Params): Pair[] {
  return Object.entries(params).map(([name, value], id) => ({
    id,
    name,
    value: typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : JSON.stringify(value),
  }));
}

/** @returns undefined when the text is not an object in JSON */
export function readJson(text: string): Params | undefined {
  if (text.trim() === '') {
    return {};
  }
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Params) : undefined;
  } catch {
    return undefined;
  }
}
