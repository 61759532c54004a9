import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { admin, adminToken, ask, close, everyLook, visit } from './browser.mjs';

// Names of their own, so that whatever else the node holds makes no difference.
const mark = `admin-${Date.now().toString(36)}`;
const PASSWORD = 'four words are better';
let token;

async function make(login, name) {
  const made = await ask('POST', '/api/admin/v1/users/', { token, body: { login, password: PASSWORD, name } });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body;
}

before(async () => {
  token = await adminToken();
});

after(async () => {
  await close();
  const left = await ask('GET', `/api/admin/v1/users/?q=${mark}`, { token });
  for (const { id } of left.body?.items ?? []) {
    await ask('DELETE', `/api/admin/v1/users/${id}`, { token });
  }
});

test('the people look well everywhere', async () => {
  await make(`${mark}-look`, 'Looked At');
  await everyLook('users', '/admin/users', ({ page }) => page.getByText('Looked At').first().waitFor());
});

test('a person looks well everywhere', async () => {
  const { id } = await make(`${mark}-one`, 'Seen Close');
  await ask('POST', `/api/admin/v1/users/${id}/block`, { token, body: { reason: 'the account was sold' } });
  await everyLook('users-person', `/admin/users?person=${id}`, ({ page }) => page.getByRole('dialog').getByRole('tab').first().waitFor());
  await everyLook('users-access', `/admin/users?person=${id}`, async ({ page }) => {
    await page.getByRole('dialog').getByRole('tab').nth(1).click();
    await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
  });
});

test('a person is made, signs in, is blocked and is kept out', async () => {
  const login = `${mark}-new`;
  const { page, goto, end } = await visit();
  await goto('/admin/users');
  await page.getByRole('button', { name: 'New person' }).click();
  const form = page.getByRole('dialog', { name: 'New person' });
  await form.getByLabel('Login').fill(login);
  await form.getByRole('textbox', { name: 'First password' }).fill(PASSWORD);
  await form.getByLabel('Name').fill('Newly Made');
  await form.getByRole('button', { name: 'Create' }).click();

  const person = page.getByRole('dialog', { name: 'Person' });
  await person.getByText('Newly Made').first().waitFor();
  const there = await visit({ as: { login, password: PASSWORD } });
  await there.goto('/account');
  await there.page.getByRole('heading', { level: 1 }).waitFor();

  await person.getByRole('tab', { name: 'Sessions' }).click();
  await person.getByText(/by password/).waitFor();
  await person.getByRole('tab', { name: 'Access' }).click();
  await person.getByLabel('Reason, for administrators').fill('a test of the door');
  await person.getByRole('button', { name: 'Block', exact: true }).click();
  await person.getByText('Blocked: a test of the door').waitFor();

  await there.goto('/account');
  await there.page.waitForURL('**/login');
  await there.page.getByLabel('Login').fill(login);
  await there.page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await there.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await there.page.getByRole('alert').waitFor();
  await there.end();

  await person.getByRole('button', { name: 'Unblock' }).click();
  await person.getByLabel('Reason, for administrators').waitFor();
  await end();
});

test('a profile is changed, and a change from an old version is told as such', async () => {
  const { id } = await make(`${mark}-edit`, 'Before');
  const { page, goto, end } = await visit();
  await goto(`/admin/users?person=${id}`);
  const person = page.getByRole('dialog', { name: 'Person' });
  await person.getByLabel('Name').fill('After');
  await person.getByRole('button', { name: 'Save' }).click();
  await person.getByText('After', { exact: true }).waitFor();

  await ask('PATCH', `/api/admin/v1/users/${id}`, { token, body: { name: 'By another' } });
  await person.getByLabel('Name').fill('Too late');
  await person.getByRole('button', { name: 'Save' }).click();
  await page.getByText('It was changed meanwhile').waitFor();
  await person.getByText('By another', { exact: true }).waitFor();
  await end();
});

test('nobody demotes themself, and is told so in their language', async () => {
  const { page, goto, end } = await visit({ language: 'ru' });
  const me = await ask('GET', '/api/auth/v1/me', { token });
  await goto(`/admin/users?person=${me.body.id}`);
  const person = page.getByRole('dialog', { name: 'Человек' });
  await person.getByRole('tab', { name: 'Доступ' }).click();
  await person.getByRole('checkbox', { name: 'SUPERUSER' }).uncheck();
  await person.getByRole('button', { name: 'Задать роли' }).click();
  await page.getByText(/Нельзя заблокировать или понизить самого себя/).waitFor();
  await end();
});

test('many are changed in two steps, and those who were left are named', async () => {
  const login = `${mark}-bulk`;
  await make(`${login}-1`, 'First Of Many');
  await make(`${login}-2`, 'Second Of Many');
  const already = await make(`${login}-3`, 'Third Of Many');
  await ask('POST', `/api/admin/v1/users/${already.id}/verify`, { token });

  const { page, goto, shot, accessible, end } = await visit();
  await goto('/admin/users');
  await page.getByLabel('Login or name').fill(login);
  await page.getByText('3 people shown').waitFor();
  assert.match(page.url(), new RegExp(`q=${login}`));
  await page.getByRole('button', { name: 'Change many' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change many people' });
  await dialog.getByLabel('What to do').selectOption({ label: 'Vouch for them' });
  await dialog.getByRole('button', { name: 'See whom it meets' }).click();
  await dialog.getByText('It meets 3 people').waitFor();
  await dialog.getByText('First Of Many').waitFor();
  await shot('users-bulk');
  await accessible();
  await dialog.getByRole('button', { name: 'Change 3 people' }).click();
  await dialog.getByText('2 people were changed').waitFor();
  await dialog.getByText('It was so already.').waitFor();
  await dialog.getByText('Third Of Many').waitFor();
  await shot('users-bulk-done');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await end();
});

test('a person is erased only when their login is typed', async () => {
  const login = `${mark}-gone`;
  const { id } = await make(login, 'Soon Gone');
  const { page, goto, end } = await visit();
  await goto(`/admin/users?q=${login}&person=${id}`);
  const person = page.getByRole('dialog', { name: 'Person' });
  await person.getByRole('tab', { name: 'Access' }).click();
  await person.getByRole('button', { name: 'Erase the person' }).click();
  const question = page.getByRole('dialog', { name: 'Erasing' });
  const act = question.getByRole('button', { name: 'Erase the person' });
  assert.ok(await act.isDisabled());
  await question.getByLabel(`Type ${login} to confirm`).fill(login);
  await act.click();
  await page.getByText('Nothing matches').waitFor();
  await end();
});

test('whoever has no right to it sees no people', async () => {
  const login = `${mark}-user`;
  await make(login, 'No Rights');
  const { page, goto, shot, accessible, end } = await visit({ as: { login, password: PASSWORD } });
  await goto('/admin/users');
  await page.getByRole('heading', { name: 'You have no right to see this page' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Audit' }).count(), 0);
  await shot('users-not-allowed');
  await accessible();
  await end();
});

test('the address keeps the view', async () => {
  const { page, goto, end } = await visit();
  await goto(`/admin/users?q=${admin.login}&status=active&sort=login`);
  await page.getByRole('button', { name: admin.login, exact: true }).first().waitFor();
  assert.equal(await page.getByLabel('Status').inputValue(), 'active');
  assert.equal(await page.getByRole('columnheader', { name: /Login/ }).getAttribute('aria-sort'), 'ascending');
  await end();
});
