import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { adminToken, ask, close, everyLook, visit } from './browser.mjs';

const label = `telegram-${randomInt(1e9)}`;
let token;

before(async () => {
  token = await adminToken();
});

after(async () => {
  token = await adminToken();
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
