import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { MemoryRouter } from 'react-router';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startI18n } from '@/i18n';
import { expiresSoon, inGroups, isIn, page, waitsForToken, type Account } from '@/pages/vk/account';
import { creationOf } from '@/pages/vk/AddList';
import { ByOutcome } from '@/pages/vk/Attempts';
import { linesOf, AddLinks } from '@/pages/vk/AddLinks';
import CallPage from '@/pages/vk/CallPage';
import { pairsOf, paramsOf, readJson } from '@/pages/vk/callParams';
import { clockText } from '@/ui/clock';
import { beginning } from '@/pages/vk/beginning';

const NOW = Date.parse('2026-11-21T18:40:00Z');

const account = (changes: Partial<Account>): Account => ({
  id: '24287006-29d0-4980-a2c6-abffd67603e8',
  vk_user_id: 1001,
  kind: 'user',
  status: 'active',
  label: 'Reader',
  token_hint: '1001',
  refreshable: false,
  created_at: '2026-11-21T18:40:38Z',
  updated_at: '2026-11-21T18:40:38Z',
  version: 2,
  ...changes,
});

describe('an account', () => {
  it('ends soon within a day, unless its token is renewed by itself or is dead already', () => {
    const ends = { expires_at: '2026-11-22T18:39:00Z' };
    expect(expiresSoon(account(ends), NOW)).toBe(true);
    expect(expiresSoon(account({ expires_at: '2026-11-22T18:41:00Z' }), NOW)).toBe(false);
    expect(expiresSoon(account({ ...ends, refreshable: true }), NOW)).toBe(false);
    expect(expiresSoon(account({ ...ends, status: 'expired' }), NOW)).toBe(false);
    expect(expiresSoon(account({}), NOW)).toBe(false);
  });

  it('is dead for whatever reason only a person can change', () => {
    for (const status of ['error', 'expired', 'needs_human'] as const) {
      expect(isIn('dead', account({ status }), NOW)).toBe(true);
    }
    expect(isIn('dead', account({ status: 'cooling' }), NOW)).toBe(false);
  });

  it('is counted in one group by its status, and once more when its token ends soon', () => {
    const statuses = { active: 5, cooling: 2, error: 1, expired: 1, needs_human: 1, disabled: 4, unknown: 3 };
    expect(inGroups({ statuses, ending: 2 })).toEqual({ all: 17, alive: 5, cooling: 2, dead: 3, expiring: 2, disabled: 4, unknown: 3 });
  });

  it('without a token waits for one, unless somebody has taken it out', () => {
    expect(waitsForToken(account({ token_hint: undefined, status: 'unknown' }))).toBe(true);
    expect(waitsForToken(account({ token_hint: undefined, status: 'disabled' }))).toBe(false);
  });

  it('of an application, or not looked up yet, has no page', () => {
    expect(page(account({ kind: 'service' }))).toBeUndefined();
    expect(page(account({ vk_user_id: undefined }))).toBeUndefined();
    expect(page(account({ kind: 'community', vk_user_id: 7001 }))).toBe('https://vk.com/club7001');
    expect(page(account({ screen_name: 'pult_demo' }))).toBe('https://vk.com/pult_demo');
  });
});

describe('times on the wall', () => {
  it('begin ranges with whole hours, days of the zone and ISO weeks', () => {
    expect(beginning('hour', 24, 'UTC', NOW)).toBe(Date.parse('2026-11-20T19:00Z'));
    expect(beginning('day', 1, 'Europe/Moscow', NOW)).toBe(Date.parse('2026-11-20T21:00Z'));
    // A Saturday: the week began on the 16th.
    expect(beginning('week', 1, 'UTC', NOW)).toBe(Date.parse('2026-11-16T00:00Z'));
    expect(beginning('week', 2, 'UTC', Date.parse('2026-11-22T23:00Z'))).toBe(Date.parse('2026-11-09T00:00Z'));
  });

  it('that are left are told by the second', () => {
    expect([clockText(1), clockText(61), clockText(3_723)]).toEqual(['0:01', '1:01', '1:02:03']);
  });
});

describe('what is typed', () => {
  it('keeps the numbers of lines, also past empty ones', () => {
    expect(linesOf('a\r\n\nb\n\n')).toEqual(['a', '', 'b']);
    expect(linesOf(' \n')).toEqual([]);
  });

  it('as parameters is the same in lines and in JSON', () => {
    const params = { user_ids: ['1', '2'], fields: 'city', extended: true };
    expect(paramsOf(pairsOf(params))).toEqual({ user_ids: '1,2', fields: 'city', extended: 'true' });
    expect(paramsOf([{ id: 0, name: ' ', value: 'x' }])).toEqual({});
    expect([readJson('[]'), readJson('{'), readJson('null')]).toEqual([undefined, undefined, undefined]);
    expect(readJson('')).toEqual({});
  });

  it('as the target of a list has the fields of its kind alone', () => {
    const values = { kind: 'likes', group: 'x', fields: ['sex'], wall: 'y', type: 'post', owner: -1, item: 7, days: '' } as const;
    expect(creationOf({ ...values, fields: [] })).toEqual({ kind: 'likes', target: { type: 'post', owner_id: -1, item_id: 7 }, keep_days: 30 });
    expect(creationOf({ ...values, kind: 'wall_posts', wall: '-1', fields: [] }).target).toEqual({ owner_id: -1 });
    expect(creationOf({ ...values, kind: 'wall_posts', wall: 'pult_club', fields: [] }).target).toEqual({ domain: 'pult_club' });
  });
});

interface Heard {
  url: string;
  body: unknown;
  key: string | null;
}

describe('on the page', { timeout: 30_000 }, () => {
  let heard: Heard[];
  let answer: (request: Heard) => Response;

  const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
  const show = (what: React.ReactElement) =>
    render(
      <MantineProvider env="test">
        <Notifications />
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <MemoryRouter>{what}</MemoryRouter>
        </QueryClientProvider>
      </MantineProvider>,
    );

  beforeAll(async () => {
    // A box that grows with its text asks for it; jsdom has none.
    Object.assign(document, { fonts: new EventTarget() });
    await startI18n();
    await i18next.changeLanguage('en');
    await i18next.loadNamespaces('vk');
  });

  beforeEach(() => {
    heard = [];
    vi.stubGlobal('fetch', async (request: Request) => {
      if (request.url.includes('/token-logs/stats')) {
        return json({ total: 0, success: 0, error: 0, methods: [] });
      }
      const told = { url: request.url, body: await request.json() as unknown, key: request.headers.get('Idempotency-Key') };
      heard.push(told);
      return answer(told);
    });
  });

  it('links that have changed since they were looked at are looked at again before they are added', async () => {
    answer = () => json({ lines: [{ line: 1, url: 'id5', result: 'added' }], added: 1, exists: 0, invalid: 0 });
    show(<AddLinks opened onClose={() => undefined} />);
    const box = await screen.findByLabelText('Links, mentions, ids or names');
    await userEvent.type(box, 'id5');
    await userEvent.click(screen.getByRole('button', { name: 'See what would happen' }));
    await screen.findByRole('button', { name: 'Add 1 account' });
    expect(heard[0]).toMatchObject({ body: { urls: ['id5'], dry_run: true } });

    await userEvent.type(box, '6');
    expect(screen.queryByRole('button', { name: 'Add 1 account' })).toBeNull();
    expect(heard).toHaveLength(1);
  });

  it('a call whose answer was lost is asked for again under the same name', async () => {
    answer = () => {
      throw new TypeError('network');
    };
    show(<CallPage />);
    await userEvent.type(await screen.findByPlaceholderText('users.get'), 'wall.post');
    await userEvent.click(screen.getByRole('button', { name: 'Call' }));
    const problem = await screen.findByRole('alert');
    answer = () => json({ response: { post_id: 7 }, account: { label: 'Reader' }, attempts: 1, waited_ms: 0 });
    await userEvent.click(within(problem).getByRole('button', { name: 'Try again' }));
    await screen.findByText(/"post_id": 7/);
    expect(heard).toHaveLength(2);
    expect(heard[0]!.key).not.toBeNull();
    expect(heard[1]!.key).toBe(heard[0]!.key);
  });

  it('successes and failures are drawn from the points themselves, of all methods and of one', async () => {
    const point = { date: '18:00', at: '2026-11-21T18:00:00Z', success: 14, error: 1, methods: { 'wall.get': 10, 'users.get': 5 }, errors: { 'wall.get': 1 } };
    show(
      <>
        <ByOutcome points={[point]} method={undefined} />
        <ByOutcome points={[point]} method="wall.get" />
      </>,
    );
    for (const table of await screen.findAllByRole('radio', { name: 'As a table' })) {
      await userEvent.click(table);
    }
    const numbers = screen.getAllByRole('table').map((table) => within(table).getAllByRole('cell').slice(1).map((cell) => cell.textContent));
    expect(numbers).toEqual([['14', '1'], ['9', '1']]);
  });

  it('a method that cannot be one is not sent', async () => {
    show(<CallPage />);
    await userEvent.type(await screen.findByPlaceholderText('users.get'), 'users');
    await userEvent.click(screen.getByRole('button', { name: 'Call' }));
    await screen.findByText('Such as users.get, or execute');
    expect(heard).toEqual([]);
  });
});
