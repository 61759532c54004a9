import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Token = typeof import('@/session/token');

let token: Token;
let asked: number;
let answer: () => Response;

const tokens = (name: string, seconds = 900) =>
  new Response(JSON.stringify({ access_token: name, token_type: 'Bearer', expires_in: seconds }));

beforeEach(async () => {
  vi.resetModules();
  vi.useFakeTimers({ toFake: ['Date'] });
  asked = 0;
  vi.stubGlobal('fetch', async () => {
    asked++;
    await Promise.resolve();
    return answer();
  });
  token = await import('@/session/token');
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the access token', () => {
  it('is renewed once however many requests find it over at the same time', async () => {
    answer = () => tokens('fresh');
    token.signedIn({ access_token: 'old', expires_in: 900 });
    vi.setSystemTime(Date.now() + 890_000);

    const got = await Promise.all([token.accessToken(), token.accessToken(), token.tokenRefused('old')]);

    expect(got).toEqual(['fresh', 'fresh', 'fresh']);
    expect(asked).toBe(1);
  });

  it('is not renewed while it lives', async () => {
    token.signedIn({ access_token: 'living', expires_in: 900 });

    expect(await token.accessToken()).toBe('living');
    expect(asked).toBe(0);
  });

  it('that the gateway refuses ends the session when there is no other', async () => {
    answer = () => new Response('{"code":"session.over"}', { status: 401 });
    const heard: boolean[] = [];
    token.signedIn({ access_token: 'old', expires_in: 900 });
    token.onAccess((signedIn) => heard.push(signedIn));

    expect(await token.tokenRefused('old')).toBeUndefined();
    expect(heard).toEqual([false]);
  });

  it('stays when nobody can say whether it is over', async () => {
    answer = () => new Response('{"code":"node.starting"}', { status: 503 });
    const heard: boolean[] = [];
    token.signedIn({ access_token: 'old', expires_in: 900 });
    token.onAccess((signedIn) => heard.push(signedIn));

    await expect(token.tokenRefused('old')).rejects.toMatchObject({ code: 'node.starting' });
    expect(heard).toEqual([]);
  });

  it('is not taken from an answer that wants a second step', () => {
    expect(token.signedIn({ second_step: { token: 't', methods: ['totp'], expires_in: 300 } })).toBe(false);
  });
});
