import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Schemas } from '@/api/client';
import { startI18n } from '@/i18n';
import { Inbox } from '@/pages/control/Inbox';
import { signedIn } from '@/session/token';

type Item = Schemas['InboxItem'];

const captcha: Item = {
  id: '0b50e20a-e1b1-49ab-a9a8-6232c1dd69e3',
  concern: 'vk',
  kind: 'vk_captcha',
  subject: 'a/1/7',
  title: 'VK asks whether a person is behind an account',
  fields: ['captcha_key'],
  details: { label: 'Reader 1', captcha_sid: '7', captcha_img: 'https://vk.example/captcha.php?sid=7' },
  state: 'open',
  opened_at: '2026-11-21T12:00:00Z',
};

let open: Item[];
let answers: { path: string; body: unknown }[];
let answer: () => Response;

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

beforeAll(async () => {
  await startI18n();
  await i18next.changeLanguage('en');
  await i18next.loadNamespaces('control');
});

beforeEach(() => {
  open = [captcha];
  answers = [];
  signedIn({ access_token: 'a token', expires_in: 900 });
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') {
      return json({ items: open });
    }
    answers.push({ path: new URL(request.url).pathname, body: await request.json() });
    return answer();
  });
});

function show() {
  render(
    <MantineProvider env="test">
      <Notifications />
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Inbox />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

describe('the inbox', () => {
  it('says that nothing waits', async () => {
    open = [];
    show();
    expect(await screen.findByText('Nothing waits for you.')).toBeVisible();
  });

  it('takes an answer, and says what became of the item', async () => {
    answer = () => {
      open = [];
      return json({ ...captcha, state: 'answered' });
    };
    show();
    const card = await screen.findByRole('article', { name: /Reader 1/ });
    expect(within(card).getByRole('link', { name: 'Open the picture' })).toHaveAttribute('href', captcha.details.captcha_img);

    await userEvent.type(within(card).getByLabelText(/Letters in the picture/), 'key7');
    await userEvent.click(within(card).getByRole('button', { name: 'Answer' }));

    expect(await screen.findByText(/^Answered: .*Reader 1/)).toBeVisible();
    expect(screen.queryByRole('article')).toBeNull();
    expect(answers).toEqual([{ path: `/inbox/${captcha.id}/answer`, body: { fields: { captcha_key: 'key7' } } }]);
  });

  it('keeps what was typed when the answer is refused, and shows why', async () => {
    answer = () => json({ code: 'inbox.being_answered', detail: 'Another answer to this is on its way', status: 409 }, 409);
    show();
    const field = await screen.findByLabelText(/Letters in the picture/);
    await userEvent.type(field, 'key7{Enter}');

    expect(await screen.findByText('Another answer to this is on its way')).toBeVisible();
    expect(field).toHaveValue('key7');
  });

  it('lets go of an item that somebody else has settled', async () => {
    answer = () => json({ code: 'inbox.closed', detail: 'This waits for nobody any more', status: 409 }, 409);
    show();
    await userEvent.type(await screen.findByLabelText(/Letters in the picture/), 'key7{Enter}');

    expect(await screen.findByText(/^No longer needed: .*Reader 1/)).toBeVisible();
  });

  it('has one press for a page that was visited', async () => {
    open = [
      {
        ...captcha,
        kind: 'vk_token',
        fields: ['done_or_token'],
        details: { label: 'Reader 1', reason: 'validation', redirect_uri: 'https://vk.example/validate' },
      },
    ];
    answer = () => json({ ...open[0], state: 'answered' });
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Done on the page' }));

    await waitFor(() => expect(answers[0]?.body).toEqual({ fields: { done_or_token: 'done' } }));
  });

  it('shows what another concern asks in its own words, and follows no address that is none of the web', async () => {
    open = [
      { ...captcha, kind: 'hosts_key', title: 'A host has another key', fields: ['fingerprint'], details: { redirect_uri: 'javascript:alert(1)' } },
    ];
    show();
    const card = await screen.findByRole('article', { name: 'A host has another key' });
    expect(within(card).getByLabelText(/fingerprint/)).toBeVisible();
    expect(within(card).queryByRole('link')).toBeNull();
  });
});
