import { take } from '@/api/client';
import { saveFile } from '@/ui/saveFile';

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
