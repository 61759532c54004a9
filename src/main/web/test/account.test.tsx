import { MantineProvider } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startI18n } from '@/i18n';
import ProfilePage from '@/pages/account/ProfilePage';
import SecurityPage from '@/pages/account/SecurityPage';
import { useSession, type Me } from '@/session/session';
import { ProofDialog } from '@/ui/ProofDialog';

const ANNA: Me = {
  id: '5cec8e65-48df-4ae6-8189-2e012766a020',
  login: 'anna',
  name: 'Anna',
  lang_code: 'en',
  // An older name, which browsers do not list.
  time_zone: 'Europe/Kiev',
  roles: ['USER'],
  verified: false,
  has_password: true,
  memberships: [],
  created_at: '2026-11-21T18:39:34.819596Z',
  version: 4,
};

interface Asked {
  name: string;
  body: unknown;
  ifMatch: string | null;
}

let asked: Asked[];
let answers: Record<string, (request: Asked) => Response>;

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const problem = (status: number, code: string) =>
  json({ type: `urn:pult:problem:${code}`, title: '', status, detail: `in English: ${code}`, instance: 'r-1', code }, status);
const of = (name: string) => asked.filter((each) => each.name === name);

// Whole pages, typed into letter by letter: slow on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

beforeAll(startI18n);

beforeEach(async () => {
  await i18next.changeLanguage('en');
  await i18next.loadNamespaces('account');
  asked = [];
  answers = {
    'GET /api/auth/v1/me': () => json(ANNA),
    'GET /api/auth/v1/me/audit': () => json({ items: [] }),
    'GET /api/auth/v1/me/factors': () => json({ totp: false, passkeys: 0, recovery_codes_left: 0 }),
    'GET /api/auth/v1/me/passkeys': () => json({ items: [] }),
    'GET /api/auth/v1/me/social': () => json({ items: [] }),
    'GET /api/app/v1/settings': () => json({ registration_enabled: true, instance_name: 'Pult', lang_code: 'en', sign_in_providers: ['yandex'] }),
    'GET /api/auth/v1/api-keys': () => json({ items: [] }),
  };
  vi.stubGlobal('fetch', async (request: Request) => {
    const text = await request.text();
    const one: Asked = {
      name: `${request.method} ${new URL(request.url).pathname}`,
      body: text === '' ? undefined : JSON.parse(text),
      ifMatch: request.headers.get('If-Match'),
    };
    asked.push(one);
    return answers[one.name]?.(one) ?? problem(404, 'test.unexpected');
  });
  useSession.setState({ state: 'in', me: ANNA, failure: undefined });
});

afterEach(() => {
  cleanup();
  notifications.clean();
});

function show(page: ReactNode) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MantineProvider env="test">
      <Notifications />
      <QueryClientProvider client={queries}>
        <MemoryRouter>
          {page}
          <ProofDialog />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

describe('the profile', () => {
  it('sends what was changed and nothing else, from the version that was seen', async () => {
    answers['PATCH /api/auth/v1/me'] = () => json({ ...ANNA, name: 'Anna K.', version: 5 });
    show(<ProfilePage />);
    const name = screen.getByRole('textbox', { name: 'Name' });
    await userEvent.clear(name);
    await userEvent.type(name, ' Anna K. ');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));

    await waitFor(() => expect(of('PATCH /api/auth/v1/me')).toHaveLength(1));
    expect(of('PATCH /api/auth/v1/me')[0]).toMatchObject({ body: { name: 'Anna K.' }, ifMatch: '"4"' });
  });

  it('that is emptied is told as no name', async () => {
    answers['PATCH /api/auth/v1/me'] = () => json(ANNA);
    show(<ProfilePage />);
    await userEvent.clear(screen.getByRole('textbox', { name: 'Name' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));

    await waitFor(() => expect(of('PATCH /api/auth/v1/me')[0]?.body).toEqual({ name: null }));
  });

  it('keeps a time zone that the browser does not list', () => {
    show(<ProfilePage />);
    expect(screen.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Europe/Kiev');
  });

  it('that was overtaken is shown as it is now', async () => {
    answers['PATCH /api/auth/v1/me'] = () => problem(412, 'user.changed');
    answers['GET /api/auth/v1/me'] = () => json({ ...ANNA, name: 'Somebody else', version: 9 });
    show(<ProfilePage />);
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), '!');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));

    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Somebody else'));
    expect(screen.getByText('It was changed meanwhile')).toBeInTheDocument();
  });

  it('tells what other concerns wrote into the audit by its own name', async () => {
    const entry = { id: '1', at: ANNA.created_at, subject: `user:${ANNA.id}`, request_id: 'r', details: {} };
    answers['GET /api/auth/v1/me/audit'] = () =>
      json({
        items: [
          { ...entry, id: '1', action: 'session.opened', result: 'done', address: '10.0.0.7' },
          { ...entry, id: '2', action: 'telegram_account.added', result: 'done' },
          { ...entry, id: '3', action: 'login.refused', result: 'login.refused', subject: 'anonymous' },
        ],
      });
    show(<ProfilePage />);
    expect(await screen.findByText('Signed in')).toBeInTheDocument();
    expect(screen.getByText('10.0.0.7')).toBeInTheDocument();
    expect(screen.getByText('telegram_account.added')).toBeInTheDocument();
    expect(screen.getByText('Refused')).toBeInTheDocument();
  });
});

describe('the security page', () => {
  it('begins codes by itself after the fresh proof that they want, also when another node has not yet heard of it', async () => {
    let proved = false;
    let unheard = 1;
    answers['POST /api/auth/v1/me/totp'] = () =>
      proved && unheard-- <= 0
        ? json({ secret: 'JBSWY3DPEHPK3PXP', otpauth_uri: 'otpauth://totp/Pult:anna?secret=JBSWY3DPEHPK3PXP', svg: '<svg/>' }, 201)
        : problem(403, 'confirmation.needed');
    answers['POST /api/auth/v1/confirm'] = () => {
      proved = true;
      return new Response(null, { status: 204 });
    };
    show(<SecurityPage />);
    await userEvent.click(await screen.findByRole('button', { name: 'Set up codes' }));
    await userEvent.type(await screen.findByLabelText('Password', { selector: 'input' }), 'four words');
    await userEvent.click(screen.getByRole('button', { name: 'Confirm' }));

    expect(await screen.findByText('JBSW Y3DP EHPK 3PXP', {}, { timeout: 10_000 })).toBeInTheDocument();
    expect(of('POST /api/auth/v1/me/totp')).toHaveLength(3);
    expect(of('POST /api/auth/v1/confirm')).toHaveLength(1);
  });

  it('offers only the providers that can be gone to, and never hides what is linked', async () => {
    answers['GET /api/auth/v1/me/social'] = () =>
      json({ items: [{ provider: 'telegram', name: 'Anna', linked_at: ANNA.created_at, last_used_at: ANNA.created_at }] });
    show(<SecurityPage />);
    expect(await screen.findByRole('button', { name: 'Link Yandex ID' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Unlink Telegram' })).toBeInTheDocument();
    cleanup();

    answers['GET /api/auth/v1/me/social'] = () => json({ items: [] });
    show(<SecurityPage />);
    expect(await screen.findByRole('button', { name: 'Link Yandex ID' })).toBeInTheDocument();
    expect(screen.queryByText('Telegram')).toBeNull();
  });

  it('says a wrong code at its field, in the language of the person', async () => {
    await i18next.changeLanguage('ru');
    answers['POST /api/auth/v1/me/totp'] = () => json({ secret: 'JBSWY3DP', otpauth_uri: 'otpauth://totp/x', svg: '<svg/>' }, 201);
    answers['POST /api/auth/v1/me/totp/activate'] = () => problem(403, 'factor.wrong');
    show(<SecurityPage />);
    await userEvent.click(await screen.findByRole('button', { name: 'Настроить коды' }));
    await userEvent.type(await screen.findByRole('textbox', { name: 'Код' }), '12 34 56');
    await userEvent.click(screen.getByRole('button', { name: 'Включить' }));

    expect(await screen.findByText('Код неверный или уже использован. Дождитесь следующего.')).toBeInTheDocument();
    expect(of('POST /api/auth/v1/me/totp/activate')[0]?.body).toEqual({ code: '123456' });
  });

  it('asks whoever has neither login nor password for both at once', async () => {
    const { login: _, ...rest } = ANNA;
    useSession.setState({ me: { ...rest, has_password: false } });
    answers['POST /api/auth/v1/password'] = () => problem(409, 'user.login_taken');
    show(<SecurityPage />);
    await userEvent.type(screen.getByRole('textbox', { name: 'Login' }), 'anna');
    await userEvent.type(screen.getByLabelText(/^New password \*$/), 'four words are better');
    await userEvent.type(screen.getByLabelText(/^New password once more/), 'four words are better');
    await userEvent.click(screen.getByRole('button', { name: 'Set password' }));

    expect(await screen.findByText('This login is taken. Choose another.')).toBeInTheDocument();
    expect(of('POST /api/auth/v1/password')[0]?.body).toEqual({ login: 'anna', new_password: 'four words are better' });
  });

  it('makes no key for a workspace in which one may only look', async () => {
    const membership = { workspace: 'w', name: 'Newsroom', role: 'viewer' as const, since: ANNA.created_at };
    useSession.setState({ me: { ...ANNA, memberships: [membership] } });
    show(<SecurityPage />);
    expect(await screen.findByText(/A key belongs to a workspace in which you are owner or operator/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Make a key' })).not.toBeInTheDocument();
  });
});
