import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ask, close, eventually, everyLook, newcomer, visit } from './browser.mjs';
import { account, begin, clear, gateway, person, signedIn, standIn } from './telegram.mjs';

before(begin);
after(async () => {
  await clear();
  await close();
});

/** A workspace with an account, and somebody else who has a role in it. */
async function team(role) {
  const owner = await newcomer('telegram-owner');
  const { body: workspace } = await ask('POST', '/api/app/v1/workspaces', { token: owner.token, body: { name: 'Telegram test' } });
  const who = await newcomer(`telegram-${role}`);
  const path = `/api/app/v1/workspaces/${workspace.id}`;
  const { body: invitation } = await ask('POST', `${path}/invitations`, { token: owner.token, body: { role } });
  const taken = await ask('POST', '/api/app/v1/invitations/accept', { token: who.token, body: { token: invitation.token } });
  assert.equal(taken.status, 200, JSON.stringify(taken.body));
  const { token } = owner;
  const name = 'Telegram test, of a team';
  const { id } = await account({ name, phone: `+${await person()}`, workspace_id: workspace.id }, token);
  const become = async (next) => {
    const { body: members } = await ask('GET', `${path}/members`, { token });
    const { user_id: user } = members.items.find((each) => each.role === role);
    const answer = await ask('PATCH', `${path}/members/${user}`, { token, body: { role: next } });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  };
  return { id, name, as: { login: who.login, password: who.password }, token: who.token, become };
}

test('the accounts look well everywhere', () =>
  everyLook('telegram', '/admin/telegram?q=Adler&sort=name', ({ page }) => page.getByText('David Adler').waitFor()));

test('an account with a wait of Telegram looks well everywhere', async () => {
  const { items } = await gateway('GET', '/accounts/?state=flood&limit=1');
  await everyLook('telegram-account', `/admin/telegram?account=${items[0].id}`, ({ page }) =>
    page.getByText(/^(Connection|Соединение)$/).waitFor(),
  );
});

test('an account is paused from its window, and the table says so by itself', async () => {
  const name = 'Telegram test, at rest';
  const { phone, id } = await signedIn(name);
  const { page, goto, end } = await visit();
  await goto(`/admin/telegram?q=${phone}&account=${id}`);
  const drawer = page.getByRole('dialog', { name });
  await drawer.getByRole('button', { name: 'Pause' }).click();
  await drawer.getByRole('button', { name: 'Resume' }).waitFor();
  await drawer.getByRole('button', { name: 'Close' }).click();
  const row = page.getByRole('row').filter({ hasText: name });
  await row.getByText('Paused', { exact: true }).waitFor();
  await gateway('PATCH', `/accounts/${id}`, { status: 'active' });
  await row.getByText('Ready', { exact: true }).waitFor();
  await end();
});

test('what is selected is paused and resumed one by one', async () => {
  const label = `telegram-${randomInt(1e9)}`;
  for (const name of ['first', 'second', 'third']) {
    await account({ name: `Telegram test, ${name}`, labels: [label] });
  }
  const { page, goto, shot, accessible, end } = await visit();
  await goto(`/admin/telegram?label=${label}`);
  const rows = page.getByRole('row').filter({ hasText: label });
  await rows.nth(2).waitFor();
  await page.getByRole('checkbox', { name: 'All' }).check();
  const bar = page.getByRole('toolbar');
  await bar.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('status').filter({ hasText: '3 of 3' }).waitFor();
  const paused = rows.filter({ has: page.getByText('Paused', { exact: true }) });
  await paused.nth(2).waitFor();
  await shot('telegram-bulk');
  await accessible();
  assert.equal((await gateway('GET', `/accounts/?label=${label}&status=paused`)).items.length, 3);
  await bar.getByRole('button', { name: 'Resume' }).click();
  await paused.first().waitFor({ state: 'detached' });
  assert.equal((await gateway('GET', `/accounts/?label=${label}&status=active`)).items.length, 3);
  await end();
});

test('an account that has to wait shows a clock that runs, and is ready by itself when it is over', async () => {
  const name = 'Telegram test, flooded';
  const { phone, id } = await signedIn(name);
  await standIn('POST', 'errors', { code: 420, text: 'FLOOD_WAIT_20', method: 'updates.getDifference', phone });
  const { page, goto, shot, end } = await visit();
  await goto(`/admin/telegram?q=${phone}`);
  const row = page.getByRole('row').filter({ hasText: name });
  await row.getByText('Ready').waitFor();
  await gateway('PATCH', `/accounts/${id}`, { status: 'paused' });
  await row.getByText('Paused').waitFor();
  await gateway('PATCH', `/accounts/${id}`, { status: 'active' });
  await row.getByText('Has to wait').waitFor();
  await row.getByRole('button', { name }).click();
  const drawer = page.getByRole('dialog', { name });
  await drawer.getByText('updates.getDifference').waitFor();
  const clock = drawer.locator('time').filter({ hasText: /^0:\d\d$/ }).first();
  const first = await clock.textContent();
  await shot('telegram-flooded');
  await clock.filter({ hasNotText: first }).waitFor();
  await drawer.getByText('Ready', { exact: true }).waitFor();
  await drawer.getByText('None.').waitFor();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await row.getByText('Ready').waitFor();
  await end();
});

test('a viewer looks at an account and is told what it takes to change it; pages of administrators are closed', async () => {
  const { id, name, as } = await team('viewer');
  const { page, goto, shot, accessible, end } = await visit({ as, width: 390 });
  await goto(`/account/telegram?account=${id}`);
  const drawer = page.getByRole('dialog', { name });
  await drawer.getByText('changing it takes an operator of its workspace').waitFor();
  assert.equal(await drawer.getByRole('button', { name: /Pause|Sign in|More|Edit|Change/ }).count(), 0);
  await shot('telegram-viewer');
  await accessible();
  await drawer.getByRole('button', { name: 'Close' }).click();
  assert.equal(await page.getByRole('button', { name: /Add account|Import sessions/ }).count(), 0);
  for (const closed of ['/admin/telegram', '/admin/proxies']) {
    await goto(closed);
    await page.getByText('You have no right to see this page').waitFor();
  }
  await end();
});

test('whoever loses the role while the page is open is told in words, in their language', async () => {
  const { id, name, as, token, become } = await team('operator');
  const { page, goto, shot, end } = await visit({ as, language: 'ru' });
  await goto(`/account/telegram?account=${id}`);
  const drawer = page.getByRole('dialog', { name });
  const pause = drawer.getByRole('button', { name: 'Пауза' });
  await pause.waitFor();
  // Known to the gateway as an operator, as the page is: what it does not know it would ask anew at once.
  assert.equal((await ask('PATCH', `/accounts/${id}`, { token, body: { status: 'active' } })).status, 200);
  await become('viewer');
  // Within a second on every node; the page has had no cause to ask for anything since.
  await eventually(
    'the role is lost',
    async () => (await ask('PATCH', `/accounts/${id}`, { token, body: { status: 'active' } })).status === 403,
  );
  await pause.click();
  await page.getByRole('alert').filter({ hasText: 'Ваша роль в рабочей группе этого не позволяет' }).waitFor();
  await shot('telegram-forbidden');
  assert.equal((await gateway('GET', `/accounts/${id}`)).status, 'active');
  await end();
});

test('a member sees the accounts of the own workspaces, as cards on a phone, and nothing that only administrators may', async () => {
  const { token: first, ...member } = await newcomer('telegram');
  const none = await visit({ as: member });
  await none.goto('/account/telegram');
  await none.page.getByText('You belong to no workspace yet', { exact: false }).waitFor();
  await none.end();
  const workspace = await ask('POST', '/api/app/v1/workspaces', { token: first, body: { name: 'Telegram test' } });
  await account({ name: 'Telegram test, of a member', phone: `+${await person()}`, workspace_id: workspace.body.id }, first);
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
