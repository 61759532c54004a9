import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Schemas } from '@/api/client';
import { startI18n } from '@/i18n';
import { BulkBar } from '@/pages/telegram/BulkBar';
import { clockText } from '@/ui/clock';
import { ImportResult } from '@/pages/telegram/ImportResult';
import { SignInWizard } from '@/pages/telegram/SignInWizard';

type Account = Schemas['TelegramAccount'];

const account: Account = {
  id: '7d569141-d095-4fff-abc4-f51951f29351',
  name: 'Nora',
  phone: '+88800000200',
  phone_formatted: '+888 00000200',
  status: 'active',
  state: 'new',
  labels: [],
  created_at: '2026-11-21T12:00:00Z',
  updated_at: '2026-11-21T12:00:00Z',
  version: 1,
};

/** What the gateway answers, by method and path. */
let answers: Record<string, (request: Request) => [status: number, body: unknown]>;
let asked: string[];

vi.setConfig({ testTimeout: 30_000 });

beforeAll(async () => {
  localStorage.setItem('pult.language', 'en');
  await startI18n();
  await i18next.loadNamespaces('telegram');
});

beforeEach(() => {
  answers = {};
  asked = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const name = `${request.method} ${new URL(request.url).pathname}`;
    asked.push(name);
    const [status, body] = answers[name]?.(request) ?? [404, { code: 'not_found', detail: `nobody answers ${name}` }];
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  });
});

function problem(status: number, code: string, detail: string, more: object = {}): [number, unknown] {
  return [status, { type: `urn:pult:problem:${code}`, title: '', status, detail, instance: 'r-1', code, ...more }];
}

function show(children: ReactNode) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <MemoryRouter>{children}</MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const path = `/accounts/${account.id}`;

describe('the sign-in of an account', () => {
  it('lets nobody try again before the wait is over that Telegram has ordered, and says how long it is', async () => {
    answers[`GET ${path}`] = () => [200, account];
    answers[`POST ${path}/send-code`] = () => problem(429, 'telegram.flood', 'Telegram wants this account to wait', { retry_after: 3_600 });
    show(<SignInWizard id={account.id} onClose={() => undefined} />);

    await userEvent.click(await screen.findByRole('button', { name: 'Send the code' }));

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Telegram wants this account to wait');
    expect(alert).toHaveTextContent(/Again in (1:00:00|59:5\d)/);
    expect(screen.getByRole('button', { name: 'Send the code' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Show a QR code' })).toBeDisabled();
  });

  it('changes the phone first when another one was typed', async () => {
    let sent: unknown;
    answers[`GET ${path}`] = () => [200, account];
    answers[`PATCH ${path}`] = (request) => {
      expect(request.headers.get('if-match')).toBe('"1"');
      sent = request.json();
      return [200, { ...account, phone: '+88800000300', version: 2 }];
    };
    answers[`POST ${path}/send-code`] = () => [200, { account_id: account.id, state: 'code_sent', way: 'app', length: 5 }];
    show(<SignInWizard id={account.id} onClose={() => undefined} />);
    const phone = await screen.findByLabelText(/Phone/);

    await userEvent.clear(phone);
    await userEvent.type(phone, '+88800000300');
    await userEvent.click(screen.getByRole('button', { name: 'Send the code' }));

    expect(await screen.findByText(/on the account's other devices/)).toBeInTheDocument();
    expect(await sent).toEqual({ phone: '+88800000300' });
  });

  it('offers another code by the next way once its time has come, and a new one when the old one is over', async () => {
    answers[`GET ${path}`] = () => [200, account];
    answers[`POST ${path}/send-code`] = () => [
      200,
      { account_id: account.id, state: 'code_sent', way: 'app', length: 5, next_way: 'sms', timeout_s: 60 },
    ];
    answers[`POST ${path}/sign-in`] = () => problem(422, 'sign_in.code_expired', 'The code is too old');
    show(<SignInWizard id={account.id} onClose={() => undefined} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Send the code' }));

    expect(await screen.findByRole('button', { name: 'Send it by SMS' })).toBeDisabled();
    await userEvent.type(screen.getByLabelText(/Code/), '12345');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));

    expect(await screen.findByRole('alert')).toHaveTextContent('The code is too old');
    expect(screen.getByRole('button', { name: 'Send a new code' })).toBeEnabled();
  });

  it('goes on where it was: with the password when that is what is missing', async () => {
    answers[`GET ${path}`] = () => [200, { ...account, state: 'password_needed' }];
    answers[`POST ${path}/password`] = () => [200, { account_id: account.id, state: 'ready', username: 'nora' }];
    show(<SignInWizard id={account.id} onClose={() => undefined} />);

    await userEvent.type(await screen.findByLabelText(/Password of the Telegram account/), 'secret');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));

    expect(await screen.findByText(/As @nora/)).toBeInTheDocument();
  });
});

it('an account that cannot be paused keeps no other one from it', async () => {
  const other = { ...account, id: '0a0983da-2056-4aa1-8026-c19df594f81d', name: 'Boris' };
  answers[`PATCH ${path}`] = () => problem(403, 'account.forbidden', 'This needs the role operator');
  answers[`PATCH /accounts/${other.id}`] = () => [200, { ...other, status: 'paused' }];
  show(<BulkBar selected={[account, other]} onClear={() => undefined} />);

  await userEvent.click(screen.getByRole('button', { name: 'Pause' }));

  expect(await screen.findByText('2 of 2 accounts done')).toBeInTheDocument();
  expect(screen.getByRole('listitem')).toHaveTextContent('Nora: Your role in the workspace does not allow this.');
  expect(asked).toContain(`PATCH /accounts/${other.id}`);
});

it('of an import the lines that were refused can be copied out, and no others', async () => {
  const id = '5dfba681-c297-4538-90e2-3210db3666c0';
  answers[`GET /accounts/imports/${id}`] = () => [
    200,
    { id, lines: 2, waiting: 0, imported: 1, refused: 1, created_at: account.created_at },
  ];
  answers[`GET /accounts/imports/${id}/lines`] = () => [
    200,
    {
      items: [
        { line: 1, name: '', result: 'imported', account_id: account.id, state: 'ready' },
        { line: 2, name: '', result: 'refused', code: 'session.damaged', message: 'The string is damaged' },
      ],
    },
  ];
  const user = userEvent.setup();
  show(<ImportResult id={id} sent={['the good one', 'the bad one']} />);

  await user.click(await screen.findByRole('button', { name: 'Copy 1 refused line' }));

  await waitFor(async () => expect(await navigator.clipboard.readText()).toBe('the bad one'));
  expect(screen.getByRole('status')).toHaveTextContent('1 imported · 1 refused');
});

it('a clock is read the same everywhere', () => {
  expect([clockText(9), clockText(61), clockText(3_600 + 62)]).toEqual(['0:09', '1:01', '1:01:02']);
});
