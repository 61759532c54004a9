import { take } from '@/api/client';

/** Has the browser keep a file: what was fetched with a token cannot be a link, and a token has no place in an address. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers begin to read a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

interface Answer {
  data?: Blob;
  error?: unknown;
  response: Response;
}

/** Keeps what was asked for as a file. */
export async function download(asked: Promise<Answer>, name: string): Promise<void> {
  saveFile(await take(asked), name);
}

export const FORMATS = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;
export type Format = keyof typeof FORMATS;

/** Of this moment, so that two of them do not take each other's place. */
export function fileName(what: string, format: Format): string {
  return `${what}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${format}`;
}
