import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
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
let picture: () => Response;
let addresses: Map<string, Blob>;

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
  picture = () => new Response('PNG', { headers: { 'content-type': 'image/png' } });
  addresses = new Map();
  let number = 0;
  URL.createObjectURL = (content) => {
    const made = `blob:${number++}`;
    addresses.set(made, content as Blob);
    return made;
  };
  URL.revokeObjectURL = (made) => void addresses.delete(made);
  vi.stubGlobal('fetch', async (request: Request) => {
    if (new URL(request.url).pathname === `/inbox/${captcha.id}/picture`) {
      expect(request.headers.get('authorization')).toBe('Bearer a token');
      return picture();
    }
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
    expect(await within(card).findByRole('img', { name: /Letters to be read/ })).toHaveAttribute('src', 'blob:0');
    expect(addresses.get('blob:0')?.type).toBe('image/png');

    await userEvent.type(within(card).getByLabelText(/Letters in the picture/), 'key7');
    await userEvent.click(within(card).getByRole('button', { name: 'Answer' }));

    expect(await screen.findByText(/^Answered: .*Reader 1/)).toBeVisible();
    expect(screen.queryByRole('article')).toBeNull();
    expect(addresses, 'nothing is kept of the picture').toEqual(new Map());
    expect(answers).toEqual([{ path: `/inbox/${captcha.id}/answer`, body: { fields: { captcha_key: 'key7' } } }]);
  });

  it('leaves the way to a picture that does not come, and fetches it again when asked to', async () => {
    picture = () => json({ code: 'vk.picture_timeout', detail: 'VK has not given the picture in time', status: 504 }, 504);
    show();
    const card = await screen.findByRole('article', { name: /Reader 1/ });
    expect(within(card).getByLabelText('The picture is on its way')).toBeVisible();
    expect(await within(card).findByText('VK did not give the picture in time.')).toBeVisible();
    expect(within(card).getByRole('link', { name: 'Open the picture' })).toHaveAttribute('href', captcha.details.captcha_img);
    expect(within(card).queryByRole('img')).toBeNull();

    picture = () => new Response('PNG', { headers: { 'content-type': 'image/png' } });
    await userEvent.click(within(card).getByRole('button', { name: 'Try again' }));

    expect(await within(card).findByRole('img')).toBeVisible();
    expect(within(card).queryByRole('link')).toBeNull();
  });

  it('takes bytes that are no picture for one that did not come', async () => {
    show();
    fireEvent.error(await screen.findByRole('img'));

    expect(await screen.findByText('The picture cannot be shown.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open the picture' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByRole('img')).toHaveAttribute('src', 'blob:1');
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
