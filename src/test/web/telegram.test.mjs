import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { adminToken, ask, close, everyLook, newcomer, playground, visit } from './browser.mjs';

const PASSWORD = 'four words and a half';
const made = [];
let token;

before(async () => {
  token = await adminToken();
});

after(async () => {
  token = await adminToken();
  for (const id of made) {
    await ask('DELETE', `/accounts/${id}`, { token });
  }
  await close();
});

/** Somebody new of the stand-in, whom nobody here knows. @returns their phone, digits alone */
async function person(more = {}) {
  const phone = `88897${randomInt(100_000, 999_999)}`;
  await standIn('POST', 'accounts', { phone, first_name: 'Nora', last_name: 'Newcomer', ...more });
  return phone;
}

async function standIn(method, path, body) {
  const answer = await fetch(`${playground().standins.telegram.url}/stand-in/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  assert.equal(answer.status, 200, `${method} ${path}`);
  return answer.json();
}

const codeOf = async (phone) => (await standIn('GET', `accounts/${phone}`)).code;

async function account(body, as = token) {
  const answer = await ask('POST', '/accounts/', { token: as, body: { labels: ['telegram-test'], ...body } });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  await direct(answer.body.id);
  return answer.body;
}

/** Ends with the test, and takes no proxy: those of other tests lead nowhere. */
async function direct(id) {
  made.push(id);
  const answer = await ask('PATCH', `/accounts/${id}`, { token, body: { proxy_id: null } });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

async function step(id, name, body) {
  const answer = await ask('POST', `/accounts/${id}/${name}`, { token, body });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

async function settled(id) {
  for (let last, now; last === undefined || now !== last; await new Promise((resolve) => setTimeout(resolve, 1_500))) {
    last = now;
    const session = await ask('GET', `/accounts/${id}/session`, { token });
    now = session.body.line === 'connected' ? (await ask('GET', `/accounts/${id}`, { token })).body.version : undefined;
  }
}

const SIGN_IN = /^(Sign in|Go on with the sign-in|Войти|Продолжить вход)$/;

/** Opens the window of the sign-in from the account's own. */
async function openSignIn({ page }) {
  await page.getByRole('dialog').getByRole('button', { name: SIGN_IN }).click();
  await page.getByRole('dialog', { name: /Sign in to Telegram|Вход в Telegram/ }).waitFor();
}

test('the accounts look well everywhere', () =>
  everyLook('telegram', '/admin/telegram', ({ page }) => page.getByRole('row').nth(8).waitFor()));

test('accounts that wait, and why, look well everywhere', () =>
  everyLook('telegram-states', '/admin/telegram?q=Adler&sort=name', ({ page }) => page.getByText('David Adler').waitFor()));

test('an account with a wait of Telegram looks well everywhere', async () => {
  const flooded = await ask('GET', '/accounts/?state=flood&limit=1', { token });
  const one = flooded.body.items[0] ?? (await ask('GET', '/accounts/?state=ready&limit=1', { token })).body.items[0];
  await everyLook('telegram-account', `/admin/telegram?account=${one.id}`, ({ page }) =>
    page.getByText(/^(Connection|Соединение)$/).waitFor(),
  );
});

test('each step of the sign-in looks well everywhere', async () => {
  const phone = await person({ password: PASSWORD });
  const { id } = await account({ name: 'Telegram test, steps', phone: `+${phone}` });
  const path = `/admin/telegram?account=${id}`;
  await everyLook('telegram-begin', path, openSignIn);
  await everyLook('telegram-qr', path, async (seen) => {
    // The one that the look before has begun would show its next image by itself.
    await step(id, 'cancel-sign-in');
    await openSignIn(seen);
    await seen.page.getByRole('button', { name: /QR/ }).click();
    await seen.page.getByRole('img', { name: /QR/ }).waitFor();
  });
  await step(id, 'cancel-sign-in');
  await step(id, 'send-code');
  await everyLook('telegram-code', path, async (seen) => {
    await openSignIn(seen);
    await seen.page.getByLabel(/^(Code|Код)/).waitFor();
  });
  await step(id, 'sign-in', { code: await codeOf(phone) });
  await everyLook('telegram-password', path, async (seen) => {
    await openSignIn(seen);
    await seen.page.getByRole('textbox', { name: /^(Password|Пароль)/ }).waitFor();
  });
});

test('whoever has no account yet adds one, and signs in by a code and a password; a wrong code is told beside its field', async () => {
  const phone = await person({ password: PASSWORD });
  const { page, goto, shot, end } = await visit({ width: 390 });
  await goto('/admin/telegram');
  await page.getByRole('button', { name: 'Add account' }).click();
  const creation = page.getByRole('dialog', { name: 'Add an account' });
  await creation.getByLabel('Name').fill('Telegram test, Nora');
  await creation.getByLabel('Phone').fill(`+${phone}`);
  await creation.getByRole('button', { name: 'Create' }).click();

  const wizard = page.getByRole('dialog', { name: 'Sign in to Telegram' });
  const send = wizard.getByRole('button', { name: 'Send the code' });
  await send.waitFor();
  const { items } = (await ask('GET', `/accounts/?q=${phone}`, { token })).body;
  await direct(items[0].id);
  await send.click();
  const code = wizard.getByLabel('Code');
  await code.waitFor();
  const right = await codeOf(phone);
  await code.fill(right === '11111' ? '22222' : '11111');
  await wizard.getByRole('button', { name: 'Sign in', exact: true }).click();
  await wizard.getByRole('alert').filter({ hasText: /code/i }).waitFor();
  await shot('telegram-wrong-code');
  await code.fill(await codeOf(phone));
  await wizard.getByRole('button', { name: 'Sign in', exact: true }).click();

  const password = wizard.getByRole('textbox', { name: /Password/ });
  await password.fill('not this one');
  await wizard.getByRole('button', { name: 'Sign in', exact: true }).click();
  await wizard.getByRole('alert').filter({ hasText: /password/i }).waitFor();
  await password.fill(PASSWORD);
  await wizard.getByRole('button', { name: 'Sign in', exact: true }).click();
  await wizard.getByRole('status').filter({ hasText: 'Signed in' }).waitFor();
  await shot('telegram-signed-in');
  await wizard.getByRole('button', { name: 'Done' }).click();
  const now = await ask('GET', `/accounts/${items[0].id}`, { token });
  assert.equal(now.body.state, 'ready');
  await end();
});

test('a sign-in that is given up begins anew', async () => {
  const phone = await person();
  const { id } = await account({ name: 'Telegram test, given up', phone: `+${phone}` });
  const seen = await visit();
  await seen.goto(`/admin/telegram?account=${id}`);
  await openSignIn(seen);
  await seen.page.getByRole('button', { name: 'Show a QR code' }).click();
  await seen.page.getByRole('img', { name: /QR/ }).waitFor();
  await seen.page.getByRole('button', { name: 'Give up the sign-in' }).click();
  await seen.page.getByRole('status').filter({ hasText: 'given up' }).waitFor();
  await seen.page.getByRole('button', { name: 'Send the code' }).click();
  await seen.page.getByLabel('Code').waitFor();
  await seen.end();
});

test('an account is paused from its window, and the table says so by itself', async () => {
  const phone = await person();
  const { id } = await account({ name: 'Telegram test, paused', phone: `+${phone}` });
  const { page, goto, end } = await visit();
  await goto(`/admin/telegram?q=${phone}&account=${id}`);
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: 'Pause' }).click();
  await drawer.getByRole('button', { name: 'Resume' }).waitFor();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('row').filter({ hasText: phone.slice(-8) }).getByText('Paused').waitFor();
  await ask('PATCH', `/accounts/${id}`, { token, body: { status: 'active' } });
  await page.getByRole('row').filter({ hasText: phone.slice(-8) }).getByText('Not signed in').waitFor();
  await end();
});

test('what is selected is paused and resumed one by one', async () => {
  const label = `telegram-${randomInt(1e9)}`;
  for (const name of ['first', 'second', 'third']) {
    await account({ name: `Telegram test, ${name}`, labels: [label] });
  }
  const { page, goto, end } = await visit();
  await goto(`/admin/telegram?label=${label}`);
  await page.getByRole('row').nth(3).waitFor();
  await page.getByRole('checkbox', { name: 'All' }).check();
  await page.getByRole('toolbar').getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('status').filter({ hasText: '3 of 3' }).waitFor();
  const paused = await ask('GET', `/accounts/?label=${label}&status=paused`, { token });
  assert.equal(paused.body.items.length, 3);
  await end();
});

test('the window of an import looks well everywhere', () =>
  everyLook('telegram-import', '/admin/telegram', async ({ page }) => {
    await page.getByRole('button', { name: /Import sessions|Импорт сессий/ }).click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('1BVtsOK8Bu…\n1BVtsOL2Cc…');
  }));

test('a string that is no session is refused by its line, and can be copied out', async () => {
  const { page, goto, end } = await visit();
  await goto('/admin/telegram');
  await page.getByRole('button', { name: 'Import sessions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import sessions' });
  await dialog.getByLabel('Session strings').fill('this is no session\nnor is this');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByRole('status').filter({ hasText: '2 refused' }).waitFor();
  const rows = dialog.getByRole('row');
  await rows.filter({ hasText: 'Refused' }).nth(1).waitFor();
  assert.equal(await rows.filter({ hasText: 'Refused' }).count(), 2);
  await dialog.getByRole('button', { name: 'Copy 2 refused lines' }).waitFor();
  const path = new URL(page.url());
  await everyLook('telegram-imported', path.pathname + path.search, (seen) =>
    seen.page.getByText(/^(Refused|Отклонена)$/).nth(1).waitFor(),
  );
  await end();
});

test('a session is exported after the name was typed, shown once, and brought back; then the account is deleted', async () => {
  const phone = await person();
  const name = 'Telegram test, exported';
  const { id } = await account({ name, phone: `+${phone}` });
  await step(id, 'send-code');
  await step(id, 'sign-in', { code: await codeOf(phone) });
  const { page, goto, shot, end } = await visit();
  await goto(`/admin/telegram?account=${id}`);
  const more = async (item) => {
    await page.getByRole('dialog', { name }).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await more('Export the session');
  const question = page.getByRole('dialog', { name: 'Export' });
  await question.getByLabel(`Type ${name} to confirm`).fill(name);
  await shot('telegram-export');
  await question.getByRole('button', { name: 'Export', exact: true }).click();
  const given = page.getByRole('dialog', { name: 'The session' });
  const session = await given.getByLabel('Session string').textContent();
  await shot('telegram-exported');
  await given.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('dialog', { name }).getByText('Exported', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Bring a session' }).click();
  const bring = page.getByRole('dialog', { name: /Bring a session/ });
  await bring.getByLabel('Session string').fill('not this');
  await bring.getByRole('button', { name: 'Import' }).click();
  await bring.getByText(/session/i).last().waitFor();
  await bring.getByLabel('Session string').fill(session);
  await bring.getByRole('button', { name: 'Import' }).click();
  await page.getByRole('dialog', { name }).getByText('Ready').waitFor();
  // What Telegram then tells of the account is a change of it, too: a deletion from before is refused.
  await settled(id);
  await page.reload();
  await page.getByRole('dialog', { name }).getByText('Ready').waitFor();

  await more('Delete the account');
  const deletion = page.getByRole('dialog', { name: 'Delete the account' });
  await deletion.getByLabel(`Type ${name} to confirm`).fill(name);
  await deletion.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The account is deleted').waitFor();
  assert.equal((await ask('GET', `/accounts/${id}`, { token })).status, 404);
  await end();
});

test('a member sees the accounts of the own workspaces, as cards on a phone, and nothing that only administrators may', async () => {
  const { token: first, ...member } = await newcomer('telegram');
  const none = await visit({ as: member });
  await none.goto('/account/telegram');
  await none.page.getByText('You belong to no workspace yet', { exact: false }).waitFor();
  await none.end();
  const workspace = await ask('POST', '/api/app/v1/workspaces', { token: first, body: { name: 'Telegram test' } });
  const { access_token: again } = (
    await ask('POST', '/api/auth/v1/login', { body: { ...member, client: 'api' } })
  ).body;
  await account({ name: 'Telegram test, of a member', phone: `+${await person()}`, workspace_id: workspace.body.id }, again);
  await everyLook(
    'telegram-own',
    '/account/telegram',
    async ({ page }) => {
      await page.getByText('Telegram test, of a member').waitFor();
      assert.equal(await page.getByRole('group', { name: /Accounts by state|Аккаунты по состояниям/ }).count(), 0);
    },
    { as: member },
  );
});
