import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { adminToken, ask, close, everyLook, visit } from './browser.mjs';

/** Tokens that the stand-in of VK knows in every playground. */
const READERS = [
  { vk_user_id: 1001, kind: 'user', token: 'vk-demo-token-1001', label: 'vk: reader' },
  { vk_user_id: 1002, kind: 'user', token: 'vk-demo-token-1002', label: 'vk: soon over', expires_in: 43_200 },
  { vk_user_id: 7001, kind: 'community', token: 'vk-demo-group-token', label: 'vk: club' },
  { vk_user_id: 51_000_009, kind: 'service', token: 'vk-demo-service-token', label: 'vk: service' },
];
/** Comes by a link, and is given its token by a person. */
const BY_LINK = 1003;
const WITHOUT_TOKEN = ['https://vk.com/id10000011', 'https://vk.com/id10000012'];

let token;
const added = [];

const get = async (path) => (await ask('GET', path, { token })).body;
const call = (method, params) => ask('POST', '/vk/call', { token, body: { method, params } });

async function remove(id) {
  const account = await ask('GET', `/system-accounts/${id}`, { token });
  if (account.status === 200) {
    await ask('DELETE', `/system-accounts/${id}`, { token, headers: { 'if-match': `"${account.body.version}"` } });
  }
}

async function removeUser(id) {
  const { items } = await get(`/system-accounts/?q=${id}`);
  await Promise.all(items.filter((each) => each.vk_user_id === id).map((each) => remove(each.id)));
}

/** Of this test; others may read lists at the same time. */
const LIKED_POST = 113;

async function removeLists() {
  const { items } = await get('/vk/list-syncs/?kind=likes');
  const own = items.filter((each) => each.target.item_id === LIKED_POST);
  await Promise.all(own.map((each) => ask('DELETE', `/vk/list-syncs/${each.id}`, { token })));
}

before(async () => {
  token = await adminToken();
  await removeUser(BY_LINK);
  await removeLists();
  for (const reader of READERS) {
    const { status, body } = await ask('POST', '/system-accounts/', { token, body: reader });
    // Somebody may have given the same one before; then it is theirs, and stays.
    assert.ok([201, 409].includes(status), JSON.stringify(body));
    if (status === 201) {
      added.push(body.id);
    }
  }
  const links = await ask('POST', '/system-accounts/by-urls', { token, body: { urls: WITHOUT_TOKEN } });
  const fresh = links.body.lines.filter((line) => line.result === 'added').map((line) => line.account.id);
  added.push(...fresh);
  if (fresh.length > 0) {
    await ask('POST', `/system-accounts/${fresh[0]}/disable`, { token });
  }
  // Something for the log: successes, failures that VK blames on the call, and a quota that comes to its end.
  for (let at = 0; at < 12; at++) {
    await call('users.get', { user_ids: '1001,1002' });
    await call('users.getFollowers', { user_id: 1001 });
    await call('wall.get', { owner_id: -7001, count: 5 });
  }
  await call('groups.getMembers', { group_id: 'vk_nobody_here' });
  await call('friends.get', { user_id: 1003 });
});

after(async () => {
  await close();
  await Promise.all(added.map(remove));
  await removeUser(BY_LINK);
  await removeLists();
});

const looks = {
  'vk-tokens': ['/admin/vk', ({ page }) => page.getByRole('article').first().waitFor()],
  'vk-calls': ['/admin/vk?tab=chart', ({ page }) => page.locator('canvas').waitFor()],
  'vk-calls-by-method': ['/admin/vk?tab=chart&by=day&split=method', ({ page }) => page.locator('canvas').waitFor()],
  'vk-matrix': ['/admin/vk?tab=matrix', ({ page }) => page.locator('table td').first().waitFor()],
  'vk-log': ['/admin/vk?tab=log&status=error', ({ page }) => page.locator('table td').first().waitFor()],
  'vk-lists': ['/admin/vk?tab=lists', ({ page }) => page.getByRole('tabpanel').getByRole('button').first().waitFor()],
  'vk-call': ['/admin/vk/call', ({ page }) => page.locator('form').waitFor()],
};

for (const [name, [path, until]] of Object.entries(looks)) {
  test(`${name} looks well everywhere`, () => everyLook(name, path, until));
}

test('the timeline of a token looks well everywhere', async () => {
  const { items } = await get('/token-logs/?status=error&limit=1');
  await everyLook('vk-timeline', `/admin/vk?token=${items[0].account_id}`, ({ page }) =>
    page.getByRole('dialog').locator('.mantine-Timeline-item').first().waitFor(),
  );
});

test('the answer to a call looks well everywhere', () =>
  everyLook('vk-answer', '/admin/vk/call', async ({ page }) => {
    await page.locator('form input').first().fill('users.get');
    await page.locator('form input:not([type=radio])').nth(1).fill('user_ids');
    await page.locator('form input:not([type=radio])').nth(2).fill('1001,1002');
    await page.locator('form button[type=submit]').click();
    await page.getByText('"first_name"').first().waitFor();
  }));

test('links are looked at line by line before they are added, and nothing is added by looking', async () => {
  const { page, goto, shot, accessible, end } = await visit();
  await goto('/admin/vk');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'By links' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Links, mentions, ids or names').fill(`https://vk.com/id${BY_LINK}\nhttps://vk.com/feed\nnot a link at all\n\n`);
  await dialog.getByRole('button', { name: 'See what would happen' }).click();
  await dialog.getByText('will be added: 1').waitFor();
  await dialog.getByText('not a person or a community').waitFor();
  assert.deepEqual((await get(`/system-accounts/?q=${BY_LINK}`)).items, []);
  await shot('vk-links-en-light-1440');
  await accessible();

  await dialog.getByRole('button', { name: 'Add 1 account' }).click();
  await dialog.getByText('1 account is added.').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  assert.equal((await get(`/system-accounts/?q=${BY_LINK}`)).items.length, 1);
  await end();
});

test('an account that came by a link is given its token, verified, disabled, enabled and deleted', async () => {
  const { items } = await get(`/system-accounts/?q=${BY_LINK}`);
  assert.equal(items.length, 1, 'the account that the test before this one has added');
  const { label } = items[0];
  const { page, goto, shot, accessible, end } = await visit();
  await goto('/admin/vk');
  await page.getByRole('textbox', { name: 'Find by name or id' }).fill(String(BY_LINK));
  const card = page.getByRole('article', { name: label, exact: true });
  await card.getByText('No token').waitFor();

  await card.getByRole('button', { name: 'Give a token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Token', exact: true }).fill('too short');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('16 to 1024 letters').waitFor();
  await dialog.getByRole('textbox', { name: 'Token', exact: true }).fill(`vk-demo-token-${BY_LINK}`);
  await shot('vk-token-en-light-1440');
  await accessible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.doesNotMatch(await page.content(), new RegExp(`vk-demo-token-${BY_LINK}`), 'the token is never shown again');

  await card.getByRole('button', { name: 'Verify' }).click();
  await page.getByText('VK confirms the token').waitFor();
  await card.getByText('Alive', { exact: true }).waitFor();
  await card.getByRole('button', { name: 'Disable' }).click();
  await card.getByText('Disabled', { exact: true }).waitFor();
  await card.getByRole('button', { name: 'Enable' }).click();
  await card.getByRole('button', { name: 'Disable' }).waitFor();

  await card.getByRole('button', { name: `More about ${label}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const question = page.getByRole('dialog');
  assert.ok(await question.getByRole('button', { name: 'Delete' }).isDisabled());
  await question.getByRole('textbox').fill(label);
  await question.getByRole('button', { name: 'Delete' }).click();
  await card.waitFor({ state: 'detached' });
  await end();
});

test('a change elsewhere is seen without doing anything', async () => {
  const { items } = await get('/system-accounts/?q=10000012');
  const { page, goto, end } = await visit();
  await goto('/admin/vk');
  const card = page.getByRole('article', { name: items[0].label, exact: true });
  await card.getByText('No token').waitFor();
  await ask('POST', `/system-accounts/${items[0].id}/disable`, { token });
  await card.getByText('Disabled', { exact: true }).waitFor({ timeout: 10_000 });
  await ask('POST', `/system-accounts/${items[0].id}/enable`, { token });
  await card.getByText('No token').waitFor({ timeout: 10_000 });
  await end();
});

test('states are a filter that stands in the address', async () => {
  const { page, goto, end } = await visit({ language: 'ru' });
  await goto('/admin/vk');
  await page.getByRole('button', { name: /^Отключены/ }).click();
  await page.waitForURL('**/admin/vk?state=disabled');
  await page.getByRole('button', { name: /^Отключены/, pressed: true }).waitFor();
  assert.equal(await page.getByRole('article').filter({ hasNotText: 'Отключён' }).count(), 0);
  await end();
});

test('a call is made, told about and taken up again', async () => {
  const { page, goto, end } = await visit();
  await goto('/admin/vk/call');
  await page.getByRole('textbox', { name: 'Method' }).or(page.getByRole('combobox', { name: 'Method' })).fill('users.get');
  await page.getByRole('textbox', { name: 'Name of parameter 1' }).fill('user_ids');
  await page.getByRole('textbox', { name: 'Value of parameter 1' }).fill('1002');
  const asked = page.waitForRequest((request) => request.url().endsWith('/vk/call'));
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  assert.match((await asked).headers()['idempotency-key'], /^[0-9a-f-]{36}$/);
  await page.getByText('Образцова').waitFor();
  await page.getByText('Waited for a token').waitFor();

  await page.getByText('JSON', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Parameters as JSON' }).fill('{"group_id": "vk_nobody_here"}');
  await page.getByRole('textbox', { name: 'Method' }).or(page.getByRole('combobox', { name: 'Method' })).fill('groups.getMembers');
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await page.getByText('VK blames the parameters').waitFor();

  await page.getByRole('button', { name: 'Take up the call users.get again' }).click();
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await page.getByText('Образцова').waitFor();
  await end();
});

test('a filter of the log is saved and used again, also after a reload', async () => {
  const { page, goto, end } = await visit();
  await goto('/admin/vk?tab=log');
  await page.getByRole('combobox', { name: 'Outcome' }).or(page.getByRole('textbox', { name: 'Outcome' })).click();
  await page.getByRole('option', { name: 'Failure' }).click();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.waitForURL('**status=error**');
  await page.getByRole('button', { name: 'Save this filter' }).click();
  await page.getByRole('textbox', { name: 'Its name' }).fill('Only failures');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.waitForURL((at) => !at.search.includes('status'));
  await page.reload();
  await page.getByRole('button', { name: 'Only failures', exact: true }).click();
  await page.waitForURL('**status=error**');
  await page.getByRole('cell', { name: 'Success' }).first().waitFor({ state: 'detached' });
  await page.getByRole('cell', { name: 'Failure' }).first().waitFor();
  await end();
});

test('the log is downloaded as NDJSON and as CSV, as it is filtered', async () => {
  const { page, goto, end } = await visit();
  await goto('/admin/vk?tab=log&status=error');
  for (const format of ['NDJSON', 'CSV']) {
    const begun = page.waitForEvent('download');
    await page.getByRole('button', { name: `Log of attempts as ${format}` }).click();
    const text = await readFile(await (await begun).path(), 'utf8');
    const lines = text.trim().split('\n');
    if (format === 'CSV') {
      assert.match(lines[0], /^timestamp,id,account_id/);
    } else {
      assert.deepEqual([...new Set(lines.map((line) => JSON.parse(line).status))], ['error']);
    }
  }
  await end();
});

test('a list is read while its progress is shown, looked at and deleted', async () => {
  const { page, goto, shot, accessible, end } = await visit();
  await goto('/admin/vk?tab=lists');
  await page.getByRole('button', { name: 'Read a list' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await dialog.getByText('Needed').waitFor();
  await dialog.getByRole('combobox', { name: 'What to read' }).or(dialog.getByRole('textbox', { name: 'What to read' })).click();
  await page.getByRole('option', { name: 'Likes' }).click();
  await dialog.getByRole('textbox', { name: "Owner's id" }).fill('-7001');
  await dialog.getByRole('textbox', { name: 'Its number' }).fill(String(LIKED_POST));
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const card = page.getByRole('article', { name: `Likes: post -7001_${LIKED_POST}` }).first();
  await card.getByText('Done', { exact: true }).waitFor({ timeout: 60_000 });
  await shot('vk-list-done-en-light-1440');
  await card.getByRole('button', { name: 'Look' }).click();
  await page.getByRole('dialog').getByRole('cell').first().waitFor();
  await shot('vk-list-items-en-light-1440');
  await accessible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  const begun = page.waitForEvent('download');
  await card.getByRole('button', { name: /as CSV$/ }).click();
  assert.match(await readFile(await (await begun).path(), 'utf8'), /^vk_id,fields/);

  await card.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(`post -7001_${LIKED_POST}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The list is gone').waitFor();
  const left = (await get('/vk/list-syncs/?kind=likes')).items.filter((each) => each.target.item_id === LIKED_POST);
  assert.deepEqual(left, []);
  await end();
});
