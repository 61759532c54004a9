import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { adminToken, ask, close, everyLook, visit } from './browser.mjs';
import { account, begin, clear, gateway, person } from './telegram.mjs';

const label = `telegram-${randomInt(1e9)}`;
let token;

before(async () => {
  token = await adminToken();
  await begin();
});

after(async () => {
  token = await adminToken();
  await clear();
  const { items } = (await ask('GET', `/proxies/?q=${label}`, { token })).body;
  for (const { id } of items) {
    // Whoever connects first while it is here may have got it.
    const { body } = await ask('GET', `/accounts/?proxy_id=${id}`, { token });
    for (const account of body.items) {
      await ask('PATCH', `/accounts/${account.id}`, { token, body: { proxy_id: null } });
    }
    await ask('DELETE', `/proxies/${id}`, { token });
  }
  await close();
});

/** Where nobody listens: an address of documentation would take its time to say so. */
const NOBODY = '127.0.0.1';
const port = randomInt(2_000, 9_000);

test('proxies look well everywhere', async () => {
  const text = `127.0.0.2:${port}\n127.0.0.3:${port}:pult:a password\n127.0.0.4:${port}`;
  const pasted = await ask('POST', '/proxies/paste', { token, body: { text, label, max_accounts: 5 } });
  assert.equal(pasted.body.added, 3, JSON.stringify(pasted.body));
  const { items } = (await ask('GET', `/proxies/?q=${label}`, { token })).body;
  await ask('POST', `/proxies/${items[0].id}/check`, { token });
  await everyLook('proxies', `/admin/proxies?q=${label}`, ({ page }) => page.getByRole('row').nth(3).waitFor());
  await everyLook('proxies-one', `/admin/proxies?q=${label}&proxy=${items[0].id}`, ({ page }) =>
    page.getByRole('dialog').getByRole('button', { name: /Check now|Проверить/ }).waitFor(),
  );
  await everyLook('proxies-add', `/admin/proxies?q=${label}`, async ({ page }) => {
    await page.getByRole('button', { name: /Add a proxy|Добавить прокси/ }).click();
    await page.getByRole('dialog').getByLabel(/Host|Хост/).fill(NOBODY);
  });
});

test('a proxy is added, found to be unreachable, changed and deleted', async () => {
  const { page, goto, shot, end } = await visit();
  await goto(`/admin/proxies?q=${label}`);
  await page.getByRole('button', { name: 'Add a proxy' }).click();
  const form = page.getByRole('dialog', { name: 'Add a proxy' });
  await form.getByLabel('Host').fill(NOBODY);
  await form.getByLabel('Port').fill(String(port));
  await form.getByLabel('Label').fill(label);
  await form.getByRole('button', { name: 'Add' }).click();

  const address = `${NOBODY}:${port}`;
  const drawer = page.getByRole('dialog', { name: address });
  await drawer.getByText('Not checked').waitFor();
  await drawer.getByRole('button', { name: 'Check now' }).click();
  await drawer.getByText('Unreachable').waitFor({ timeout: 40_000 });
  await drawer.getByRole('button', { name: 'Change' }).click();
  const change = page.getByRole('dialog', { name: 'Change the proxy' });
  await change.getByLabel('Accounts at most').fill('3');
  await change.getByRole('button', { name: 'Save' }).click();
  await drawer.getByText('0 of 3').waitFor();
  await drawer.getByRole('button', { name: 'Delete' }).click();
  const question = page.getByRole('dialog', { name: 'Delete the proxy' });
  await question.getByLabel(`Type ${address} to confirm`).fill(address);
  await shot('proxies-delete');
  await question.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The proxy is deleted').waitFor();
  await end();
});

test('of a pasted list each line is told what became of it', async () => {
  const { page, goto, shot, end } = await visit();
  await goto(`/admin/proxies?q=${label}`);
  await page.getByRole('button', { name: 'Paste a list' }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste a list' });
  await dialog.getByLabel('Proxies, one a line').fill(`127.0.0.9:${port}\nno proxy at all\n127.0.0.9:${port}`);
  await dialog.getByLabel('Label').fill(label);
  await dialog.getByRole('button', { name: 'Add' }).click();
  await dialog.getByRole('status').filter({ hasText: '1 added · 1 known already · 1 refused' }).waitFor();
  await dialog.getByRole('row').filter({ hasText: 'Refused' }).waitFor();
  await shot('proxies-pasted');
  await end();
});

test('a proxy in use is replaced: its accounts move, and whoever looks at them or at the proxies sees it', async () => {
  const text = `127.0.0.5:${port}\n127.0.0.6:${port}`;
  await gateway('POST', '/proxies/paste', { text, label, max_accounts: 5 });
  const { items } = await gateway('GET', `/proxies/?q=${label}`);
  const [old, next] = ['127.0.0.5', '127.0.0.6'].map((host) => items.find((each) => each.host === host));
  const name = 'Telegram test, moved';
  const moved = [];
  for (const number of [1, 2]) {
    const { id } = await account({ name: `${name} ${number}`, phone: `+${await person()}`, status: 'paused' });
    await gateway('PATCH', `/accounts/${id}`, { proxy_id: old.id });
    moved.push(id);
  }
  const accounts = await visit();
  await accounts.goto(`/admin/telegram?q=${encodeURIComponent(name)}`);
  const rows = accounts.page.getByRole('row').filter({ hasText: name });
  await rows.filter({ hasText: `127.0.0.5:${port}` }).nth(1).waitFor();
  const watching = await visit();
  await watching.goto(`/admin/proxies?q=${label}`);
  const room = (page, host, said) => page.getByRole('row').filter({ hasText: host }).getByText(said).waitFor();
  await room(watching.page, `127.0.0.5:${port}`, '2 of 5');

  const { page, goto, shot, accessible, end } = await visit();
  await goto(`/admin/proxies?q=${label}&proxy=${old.id}`);
  const address = `127.0.0.5:${port}`;
  const drawer = page.getByRole('dialog', { name: address });
  await drawer.getByText('2 of 5').waitFor();
  await drawer.getByRole('button', { name: 'Delete' }).click();
  const question = page.getByRole('dialog', { name: 'Delete the proxy' });
  await question.getByText('2 accounts connect through it and move to the replacement.').waitFor();
  await question.getByLabel(`Type ${address} to confirm`).fill(address);
  await question.getByRole('button', { name: 'Delete' }).click();
  await question.getByText('Accounts connect through it: choose a replacement.').waitFor();
  await shot('proxies-replacement-wanted');
  await accessible();
  const replacement = question.getByRole('combobox', { name: 'Replacement' }).or(question.getByRole('textbox', { name: 'Replacement' }));
  await replacement.fill('127.0.0.6');
  await page.getByRole('option', { name: `127.0.0.6:${port}` }).click();
  await shot('proxies-replacement');
  await question.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The proxy is deleted').waitFor();

  await rows.filter({ hasText: `127.0.0.6:${port}` }).nth(1).waitFor();
  await room(watching.page, `127.0.0.6:${port}`, '2 of 5');
  await watching.page.getByRole('row').filter({ hasText: address }).waitFor({ state: 'hidden' });
  for (const id of moved) {
    assert.equal((await gateway('GET', `/accounts/${id}`)).proxy_id, next.id);
  }
  for (const each of [accounts, watching]) {
    await each.end();
  }
  await end();
});
