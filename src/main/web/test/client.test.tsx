import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Offline, Problem } from '@/api/problem';

type Client = typeof import('@/api/client');
type Token = typeof import('@/session/token');

interface Asked {
  method: string;
  path: string;
  bearer: string | null;
  body: string;
}

let client: Client;
let token: Token;
let asked: Asked[];
let answer: (asked: Asked) => Response | Promise<Response>;

const json = (body: object, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' } });

const REFUSED = { type: 'about:blank', title: 'Unauthorized', status: 401, code: 'token.unknown', detail: 'Sign in' };

beforeEach(async () => {
  vi.resetModules();
  asked = [];
  vi.stubGlobal('fetch', async (to: Request | string, init?: RequestInit) => {
    const request = typeof to === 'string' ? new Request(new URL(to, 'http://localhost'), init) : to;
    const one = {
      method: request.method,
      path: new URL(request.url).pathname,
      bearer: request.headers.get('Authorization'),
      body: await request.text(),
    };
    asked.push(one);
    return answer(one);
  });
  client = await import('@/api/client');
  token = await import('@/session/token');
});

/** Whatever the last request failed with, of the classes that this copy of the modules has. */
async function failure(asking: Promise<unknown>): Promise<Problem & Offline> {
  return asking.then(
    () => Promise.reject(new Error('it did not fail')),
    (cause: Problem & Offline) => cause,
  );
}

const rekey = () => client.take(client.api.POST('/api/auth/v1/confirm', { body: { password: 'пароль' } }));
const jobs = () => client.take(client.api.GET('/jobs/', { params: { query: { state: 'failed' } } }));

describe('a request', () => {
  it('that the gateway refuses is sent once more with a fresh token and the same body', async () => {
    token.signedIn({ access_token: 'old', expires_in: 900 });
    answer = ({ path, bearer }) => {
      if (path === '/api/auth/v1/refresh') {
        return json({ access_token: 'fresh', expires_in: 900 });
      }
      return bearer === 'Bearer fresh' ? json({}) : json(REFUSED, 401);
    };

    await rekey();

    expect(asked.map(({ path, bearer, body }) => [path, bearer, body])).toEqual([
      ['/api/auth/v1/confirm', 'Bearer old', '{"password":"пароль"}'],
      ['/api/auth/v1/refresh', null, ''],
      ['/api/auth/v1/confirm', 'Bearer fresh', '{"password":"пароль"}'],
    ]);
  });

  it('is not sent a third time', async () => {
    token.signedIn({ access_token: 'old', expires_in: 900 });
    answer = ({ path }) => (path === '/api/auth/v1/refresh' ? json({ access_token: 'fresh', expires_in: 900 }) : json(REFUSED, 401));

    expect(await failure(jobs())).toMatchObject({ status: 401, code: 'token.unknown' });
    expect(asked.filter(({ path }) => path === '/jobs/')).toHaveLength(2);
  });

  it('of nobody carries no token, and a refusal is an answer', async () => {
    answer = () => json(REFUSED, 401);

    expect(await failure(jobs())).toMatchObject({ status: 401 });
    expect(asked.map(({ bearer }) => bearer)).toEqual([null]);
  });

  it('that fails says why, under which number, and when to come again', async () => {
    answer = () =>
      json(
        {
          type: 'about:blank',
          title: 'Too Many Requests',
          status: 429,
          code: 'limit.reached',
          detail: 'Slower, please',
          instance: 'r-17',
          retry_after: 12,
          errors: [{ pointer: '/body/name', code: 'too_long' }],
        },
        429,
      );

    const problem = await failure(jobs());

    expect(problem).toMatchObject({ status: 429, code: 'limit.reached', message: 'Slower, please', requestId: 'r-17', retryAfter: 12 });
    expect(problem.field('name')).toBe('too_long');
    expect(problem.field('other')).toBeUndefined();
  });

  it('answered by something else than the gateway is a problem, too', async () => {
    answer = () => new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway', headers: { 'X-Request-Id': 'r-18' } });

    expect(await failure(jobs())).toMatchObject({ status: 502, code: 'http.502', requestId: 'r-18' });
  });

  it('without an answer is told apart from a refusal', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'));

    expect((await failure(jobs())).constructor.name).toBe('Offline');
  });

  it('whose token cannot be renewed because nobody answers is offline, and the session stays', async () => {
    const heard: boolean[] = [];
    token.signedIn({ access_token: 'old', expires_in: 10 });
    token.onAccess((signedIn) => heard.push(signedIn));
    answer = () => Promise.reject(new TypeError('Failed to fetch'));

    expect((await failure(jobs())).constructor.name).toBe('Offline');
    expect(asked.map(({ path }) => path)).toEqual(['/api/auth/v1/refresh']);
    expect(heard).toEqual([]);
  });

  it('that the page has given up fails as that, not as a lost connection', async () => {
    answer = () => Promise.reject(new DOMException('over', 'AbortError'));

    expect((await failure(jobs())).name).toBe('AbortError');
  });

  it('names its act anew each time', () => {
    expect(client.actKey()).not.toEqual(client.actKey());
    expect(client.from(7)).toEqual({ 'If-Match': '"7"' });
  });
});
