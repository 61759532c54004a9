import createClient from 'openapi-fetch';
import { accessToken, tokenRefused } from '@/session/token';
import { language } from '@/i18n';
import { Offline, problemOf } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** Signed with the token of whoever is signed in. A token that the gateway no longer takes is renewed once. */
async function authorized(request: Request): Promise<Response> {
  const again = request.clone();
  const token = await accessToken();
  const response = await send(request, token);
  if (response.status !== 401 || token === undefined) {
    return response;
  }
  const fresh = await tokenRefused(token);
  return fresh === undefined ? response : send(again, fresh);
}

async function send(request: Request, token: string | undefined): Promise<Response> {
  if (token !== undefined) {
    request.headers.set('Authorization', `Bearer ${token}`);
  }
  request.headers.set('Accept-Language', language());
  try {
    return await fetch(request);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') {
      throw cause;
    }
    throw new Offline('no answer', { cause });
  }
}

export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
  fetch: authorized,
  // `a,b` and not `a=1&a=2`: as the contract has it (`explode: false`).
  querySerializer: { array: { style: 'form', explode: false } },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What was asked for, or a `Problem`. */
export async function take<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) {
    throw problemOf(error, response);
  }
  return data as T;
}

/** Names an act, so that asking again when the answer was lost does not act twice. */
export function actKey(): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': crypto.randomUUID() };
}

/** The condition that a change was made from this version and no later one. */
export function from(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}
