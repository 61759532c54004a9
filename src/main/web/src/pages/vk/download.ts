import { take } from '@/api/client';

interface Answer {
  data?: Blob;
  error?: unknown;
  response: Response;
}

/** Keeps what was asked for as a file. A link would not carry the person's token, and a token has no place in an address. */
export async function download(asked: Promise<Answer>, name: string): Promise<void> {
  const address = URL.createObjectURL(await take(asked));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export const FORMATS = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;
export type Format = keyof typeof FORMATS;

/** Of this moment, so that two of them do not take each other's place. */
export function fileName(what: string, format: Format): string {
  return `${what}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${format}`;
}
