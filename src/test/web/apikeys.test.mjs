import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { adminToken, ask, close, everyLook, visit } from './browser.mjs';

after(close);

test('the keys look well everywhere', () =>
  everyLook('apikeys', '/admin/api-keys', ({ page }) => page.getByRole('row').nth(1).waitFor()));

test('the form of a new key looks well everywhere', () =>
  everyLook('apikeys-new', '/admin/api-keys', async ({ page }) => {
    await page.getByRole('row').nth(1).waitFor();
    await page.getByRole('main').getByRole('button').first().click();
    await page.getByRole('dialog').getByRole('radio').first().waitFor();
  }));

test('a key is made, shown this once, works, and is revoked by its name', async () => {
  const name = `admin-${Date.now().toString(36)}`;
  const { page, goto, shot, accessible, end } = await visit();
  await goto('/admin/api-keys');
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog', { name: 'New API key' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('radio', { name: 'People: read' }).check();
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  const key = await dialog.getByLabel(`Key ${name}`).innerText();
  await shot('apikeys-shown');
  await accessible();
  assert.equal((await ask('GET', '/api/admin/v1/users/?limit=1', { token: key })).status, 200);
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByText(name).waitFor();
  assert.equal(await page.getByText(key).count(), 0);

  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  const question = page.getByRole('dialog', { name: 'Revoke the key' });
  await question.getByLabel(`Type ${name} to confirm`).fill(name);
  await question.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: `Revoke ${name}` }).waitFor({ state: 'detached' });
  await end();
  const token = await adminToken();
  const left = await ask('GET', '/api/admin/v1/api-keys/?limit=200', { token });
  assert.ok(left.body.items.every((each) => each.name !== name));
});
