import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { admin, close, everyLook, url, visit } from './browser.mjs';

after(close);

test('the sign-in looks well everywhere', () =>
  everyLook('login', '/login', ({ page }) => page.locator('input[autocomplete="username"]').waitFor(), { as: null }));

test('the registration looks well everywhere', () =>
  everyLook('register', '/register', ({ page }) => page.locator('input[autocomplete="new-password"]').first().waitFor(), { as: null }));

test('whoever is not signed in comes to the sign-in and from there to where they wanted to go', async () => {
  const { page, goto, end } = await visit({ as: null });
  await goto('/account/sessions');
  await page.waitForURL('**/login');
  await page.getByLabel('Login').fill(admin.login);
  await page.getByRole('textbox', { name: 'Password' }).fill(admin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/account/sessions');
  await end();
});

test('a wrong password is said in words', async () => {
  const { page, goto, end } = await visit({ as: null, language: 'ru' });
  await goto('/login');
  await page.getByLabel('Логин').fill('nobody-here');
  await page.getByRole('textbox', { name: 'Пароль' }).fill('not this one');
  await page.getByRole('button', { name: 'Войти', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await end();
});

test('nothing is loaded from elsewhere, and scripts of the page itself are forbidden', async () => {
  const answer = await fetch(url + '/login', { headers: { accept: 'text/html' } });
  assert.match(answer.headers.get('content-security-policy'), /script-src 'self';/);
  assert.doesNotMatch(await answer.text(), /<script(?![^>]*src=)/);
});
