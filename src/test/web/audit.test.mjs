import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { adminToken, ask, close, eventually, everyLook, visit } from './browser.mjs';

const login = `admin-audit-${Date.now().toString(36)}`;
let token;
let person;

before(async () => {
  token = await adminToken();
  const made = await ask('POST', '/api/admin/v1/users/', { token, body: { login, password: 'four words are better', name: 'Written Down' } });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  person = made.body;
  await ask('POST', `/api/admin/v1/users/${person.id}/block`, { token, body: { reason: 'to be found again' } });
  // An entry comes through the outbox, a moment after the act.
  await eventually('the audit knows of what was done', async () => {
    const found = await ask('GET', `/api/admin/v1/audit/?object=user:${person.id}&action=user.blocked`, { token });
    return found.body.items.length > 0;
  });
});

after(async () => {
  await close();
  await ask('DELETE', `/api/admin/v1/users/${person.id}`, { token });
});

test('the audit looks well everywhere', () =>
  everyLook('audit', '/admin/audit', ({ page }) => page.getByRole('row').nth(1).waitFor()));

test('an entry looks well everywhere', () =>
  everyLook('audit-entry', `/admin/audit?object=user:${person.id}`, async ({ page }) => {
    await page.getByRole('row').nth(1).getByRole('button').first().click();
    await page.getByRole('dialog').getByText('to be found again').waitFor();
  }));

test('what was done to a person is found from the person, and what belongs to it from the entry', async () => {
  const { page, goto, end } = await visit();
  await goto(`/admin/users?person=${person.id}`);
  await page.getByRole('dialog', { name: 'Person' }).getByRole('link', { name: 'What was done to them' }).click();
  await page.waitForURL(/\/admin\/audit\?object=user/);
  await page.getByRole('cell', { name: 'user.blocked' }).waitFor();
  await page.getByRole('combobox', { name: 'What', exact: true }).fill('user.created');
  await page.getByText('1 entry shown').waitFor();
  assert.match(page.url(), /action=user\.created/);
  await page.getByRole('row').nth(1).getByRole('button').first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'this request' }).click();
  await page.waitForURL(/request_id=/);
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.waitForURL(/\/admin\/audit$/);
  await end();
});

test('the view is taken home as a file', async () => {
  const { page, goto, end } = await visit();
  await goto(`/admin/audit?object=user:${person.id}`);
  await page.getByRole('cell', { name: 'user.blocked' }).waitFor();
  for (const [item, name, first] of [
    ['As CSV, for spreadsheets', /^audit-.*\.csv$/, /^at,id,action,/],
    ['As NDJSON, for programs', /^audit-.*\.ndjson$/, /^\{"id":/],
  ]) {
    await page.getByRole('button', { name: 'Download' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()]);
    assert.match(file.suggestedFilename(), name);
    const text = await readFile(await file.path(), 'utf8');
    assert.match(text, first);
    assert.match(text, /user\.blocked/);
  }
  await end();
});

test('nothing found is said', async () => {
  const { page, goto, end } = await visit();
  await goto('/admin/audit?request_id=no-such-request');
  await page.getByText('Nothing matches').waitFor();
  await end();
});
