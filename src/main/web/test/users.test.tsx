import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Schemas } from '@/api/client';
import { startI18n } from '@/i18n';
import { BulkDialog } from '@/pages/users/BulkDialog';
import { PersonAccess } from '@/pages/users/PersonAccess';
import type { Person } from '@/pages/users/person';
import { scopesOf } from '@/pages/apikeys/scopes';
import { findPlatform } from '@/platform';
import { useSession } from '@/session/session';
import { theme } from '@/ui/theme';

const anna: Person = {
  id: '5f8a1c7e-0000-4000-8000-000000000001',
  login: 'anna',
  name: 'Anna',
  lang_code: 'en',
  time_zone: 'UTC',
  roles: ['USER'],
  status: 'active',
  created_at: '2026-01-01T00:00:00Z',
  version: 3,
};

const me: Schemas['Me'] = {
  id: '5f8a1c7e-0000-4000-8000-000000000002',
  login: 'boss',
  name: 'Boss',
  lang_code: 'en',
  time_zone: 'UTC',
  roles: ['USER', 'ADMIN'],
  verified: true,
  has_password: true,
  memberships: [],
  created_at: '2026-01-01T00:00:00Z',
  version: 1,
};

let asked: Request[];
let answers: ((request: Request) => Response | undefined)[];

// A person types and clicks slower than five seconds on a machine that does other things, too.
vi.setConfig({ testTimeout: 20_000 });

beforeAll(async () => {
  await findPlatform();
  localStorage.setItem('pult.language', 'en');
  await startI18n();
  await i18next.loadNamespaces(['users', 'apikeys']);
});

beforeEach(() => {
  asked = [];
  answers = [];
  useSession.setState({ state: 'in', me });
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(request.clone());
    const answer = answers.map((each) => each(request)).find((each) => each !== undefined);
    return answer ?? problem(404, 'test.unexpected');
  });
});

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

function problem(status: number, code: string): Response {
  const body = { type: `urn:pult:problem:${code}`, title: code, status, detail: `because of ${code}`, instance: 'r-1', code };
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });
}

function show(what: ReactNode) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queries}>
        <MemoryRouter>{what}</MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const applied = () => asked.filter((request) => request.url.endsWith('/bulk/apply'));

async function preview() {
  answers.push((request) =>
    request.url.endsWith('/bulk/preview')
      ? json({ token: 't-1', count: 12, sample: [anna], expires_at: '2026-01-01T00:05:00Z' })
      : undefined,
  );
  show(<BulkDialog opened onClose={() => undefined} filter={{ q: 'an' }} />);
  await userEvent.selectOptions(await screen.findByLabelText('What to do'), 'verify');
  await userEvent.click(screen.getByRole('button', { name: 'See whom it meets' }));
  await screen.findByText('It meets 12 people');
}

describe('a change of many people', () => {
  it('is not offered while the filter means everybody', () => {
    show(<BulkDialog opened onClose={() => undefined} filter={{}} />);
    expect(screen.queryByRole('button', { name: 'See whom it meets' })).toBeNull();
  });

  it('says how many there are beside those it names', async () => {
    await preview();
    expect(screen.getByText('Anna (anna)')).toBeVisible();
    expect(screen.getByText('and 11 more')).toBeVisible();
  });

  it('is tried again under the same key, so that an answer that was lost is given again', async () => {
    await preview();
    let tries = 0;
    answers.unshift((request) =>
      request.url.endsWith('/bulk/apply')
        ? tries++ === 0
          ? problem(503, 'bulk.unfinished')
          : json({ changed: 11, skipped_count: 1, skipped: [{ id: anna.id, code: 'rank.target_above' }] })
        : undefined,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Change 12 people' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Change 12 people' }));
    await screen.findByText('11 people were changed');
    expect(screen.getByText(/Only a SUPERUSER changes, blocks or erases/)).toBeVisible();
    const keys = applied().map((request) => request.headers.get('Idempotency-Key'));
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it('takes another key where nobody knows what became of the first', async () => {
    await preview();
    answers.unshift((request) =>
      request.url.endsWith('/bulk/apply') ? problem(409, 'idempotency.outcome_unknown') : undefined,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Change 12 people' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Change 12 people' }));
    await vi.waitFor(() => expect(applied()).toHaveLength(2));
    const [first, second] = applied().map((request) => request.headers.get('Idempotency-Key'));
    expect(first).not.toBe(second);
  });
});

describe('the roles of a person', () => {
  it('are not to be changed by somebody who is no SUPERUSER, who is told why', () => {
    show(<PersonAccess person={anna} onGone={() => undefined} />);
    expect(screen.getByRole('checkbox', { name: 'ADMIN' })).toBeDisabled();
    expect(screen.getByText('Only a SUPERUSER makes and unmakes ADMINs and SUPERUSERs.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Set the roles' })).toBeNull();
  });

  it('are set from the version that was seen', async () => {
    useSession.setState({ me: { ...me, roles: ['USER', 'SUPERUSER'] } });
    answers.push(() => json({ ...anna, roles: ['USER', 'ADMIN'], version: 4 }));
    show(<PersonAccess person={anna} onGone={() => undefined} />);
    await userEvent.click(screen.getByRole('checkbox', { name: 'ADMIN' }));
    await userEvent.click(screen.getByRole('button', { name: 'Set the roles' }));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]!.headers.get('If-Match')).toBe('"3"');
    expect(await asked[0]!.json()).toEqual({ roles: ['USER', 'ADMIN'] });
  });
});

it('a person is not blocked without a reason', async () => {
  show(<PersonAccess person={anna} onGone={() => undefined} />);
  expect(screen.getByRole('button', { name: 'Block' })).toBeDisabled();
  await userEvent.type(screen.getByLabelText(/Reason, for administrators/), '  ');
  expect(screen.getByRole('button', { name: 'Block' })).toBeDisabled();
});

it('a key of a workspace gets no scope that reaches further, whatever was chosen before', () => {
  expect(scopesOf({ '*': 'read', vk: 'act', telegram: 'admin' }, false)).toEqual(['*:read', 'telegram:admin', 'vk:act']);
  expect(scopesOf({ '*': 'read', vk: 'act', telegram: 'admin' }, true)).toEqual(['vk:act']);
});
