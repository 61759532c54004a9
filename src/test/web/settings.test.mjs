import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { adminToken, ask, close, everyLook, visit } from './browser.mjs';

let token;
let first;

before(async () => {
  token = await adminToken();
  first = (await ask('GET', '/api/admin/v1/settings', { token })).body;
});

after(async () => {
  await close();
  const { registration_enabled, instance_name, lang_code } = first;
  await ask('PATCH', '/api/admin/v1/settings', { token, body: { registration_enabled, instance_name, lang_code } });
});

test('the settings and the state of the system look well everywhere', () =>
  everyLook('settings', '/admin/settings', async ({ page }) => {
    await page.getByRole('textbox').first().waitFor();
    await page.getByRole('cell', { name: 'postgres' }).first().waitFor();
  }));

test('closing the registration closes it for whoever comes', async () => {
  const { page, goto, end } = await visit();
  await goto('/admin/settings');
  const open = page.getByRole('switch', { name: 'Registration is open' });
  await open.waitFor();
  await open.setChecked(false);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').waitFor();
  const stranger = await visit({ as: null });
  await stranger.goto('/register');
  await stranger.page.getByText('Registration is closed').waitFor();
  await stranger.end();
  await open.setChecked(true);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Save' }).and(page.locator('[disabled]')).waitFor();
  await end();
});

test('what another has changed meanwhile is not written over', async () => {
  const { page, goto, end } = await visit({ language: 'ru' });
  await goto('/admin/settings');
  const name = page.getByLabel('Название этого Пульта');
  await name.fill('Мой Пульт');
  await ask('PATCH', '/api/admin/v1/settings', { token, body: { instance_name: `${first.instance_name} 2` } });
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('Пока вы правили, это изменили').waitFor();
  await page.waitForFunction((wanted) => document.querySelector('input[maxlength="100"]')?.value === wanted, `${first.instance_name} 2`);
  assert.equal((await ask('GET', '/api/admin/v1/settings', { token })).body.instance_name, `${first.instance_name} 2`);
  await end();
});
