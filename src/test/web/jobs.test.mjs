import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { adminToken, ask, close, eventually, everyLook, playground, visit } from './browser.mjs';

/** So many members take most of a minute to be read. */
const CROWD = 1_000_000;

let token;

before(async () => {
  token = await adminToken();
  await giveTokens();
});

after(async () => {
  const going = await ask('GET', '/jobs/?kind=list_sync&state=running&limit=200', { token });
  for (const { id } of going.body.items) {
    await ask('POST', `/jobs/${id}/cancel`, { token });
  }
  await close();
});

/** A list is read by any of the tokens that are there. */
async function giveTokens() {
  const { users } = playground().standins.vk.tokens;
  for (const { vk_user_id, token: given } of users.slice(0, 2)) {
    const answer = await ask('POST', '/system-accounts/', {
      token,
      body: { vk_user_id, kind: 'user', label: `jobs: ${vk_user_id}`, token: given },
    });
    assert.ok([201, 409].includes(answer.status), JSON.stringify(answer.body));
  }
}

/** @returns the job that reads a community which has so many members; one without any is not known to VK */
async function reading(members) {
  const group = randomInt(100_000_000, 900_000_000);
  if (members > 0) {
    const put = await fetch(`${playground().standins.vk.url}/stand-in/groups/${group}`, {
      method: 'PUT',
      body: JSON.stringify({ name: 'jobs', crowd: members }),
    });
    assert.equal(put.status, 200, await put.text());
  }
  const sync = await ask('POST', '/vk/list-syncs/', {
    token,
    headers: { 'idempotency-key': randomUUID() },
    body: { kind: 'group_members', target: { group: String(group) } },
  });
  assert.equal(sync.status, 202, JSON.stringify(sync.body));
  return eventually('the list has a job', async () => (await ask('GET', `/vk/list-syncs/${sync.body.id}`, { token })).body.job);
}

const until = (id, state) =>
  eventually(`job ${id} is ${state}`, async () => (await ask('GET', `/jobs/${id}`, { token })).body.state === state);

const table = (page) => page.getByRole('region', { name: /^(Jobs|Задачи)$/ });

test('the jobs look well everywhere', async () => {
  await until(await reading(0), 'failed');
  await until(await reading(5_000), 'succeeded');
  await until(await reading(CROWD), 'running');
  await everyLook('jobs', '/admin/jobs', ({ page }) => table(page).getByRole('row').nth(2).waitFor());
});

test('one job looks well everywhere', async () => {
  const failed = await reading(0);
  await until(failed, 'failed');
  await everyLook('job', `/admin/jobs?job=${failed}`, ({ page }) => page.getByRole('dialog').getByText(/Why it failed|Почему сорвалась/).waitFor());
});

test('a job that begins while the page is open comes into it and moves by itself', async () => {
  const { page, goto, end } = await visit();
  await goto('/admin/jobs?kind=list_sync');
  await page.getByRole('button', { name: /^All jobs/ }).waitFor();
  await page.waitForTimeout(1_000);
  const asked = [];
  page.on('request', (request) => request.url().includes('/jobs/?') && asked.push(request.url()));

  await reading(300_000);

  const row = table(page).getByRole('row').nth(1);
  await row.getByText('Running').waitFor();
  const shares = new Set();
  for (let look = 0; look < 40 && shares.size < 3; look++) {
    shares.add(await row.getByText('%').textContent().catch(() => undefined));
    await page.waitForTimeout(250);
  }
  assert.ok(shares.size >= 3, `the progress stood at ${[...shares]}`);
  assert.deepEqual(asked, [], 'the list was asked for again');
  await end();
});

test('a job is stopped and continued', async () => {
  const id = await reading(CROWD);
  await until(id, 'running');
  const { page, goto, end } = await visit();
  await goto('/admin/jobs');
  await table(page).getByRole('button', { name: 'Reading a VK list' }).first().click();
  await page.waitForURL(`**/admin/jobs?job=${id}`);
  const drawer = page.getByRole('dialog');

  await drawer.getByRole('button', { name: 'Cancel' }).click();
  await drawer.getByText('Cancelled').waitFor();
  await drawer.getByRole('button', { name: 'Continue' }).click();
  await drawer.getByText('Running').waitFor();

  await page.keyboard.press('Escape');
  await page.waitForURL('**/admin/jobs');
  await end();
});

test('what a job has read can be downloaded', async () => {
  const id = await reading(1_234);
  await until(id, 'succeeded');
  const { page, goto, end } = await visit();
  await goto(`/admin/jobs?job=${id}`);
  await page.getByText('1,234 items read').waitFor();

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()]);

  assert.match(download.suggestedFilename(), /^group_members-.*\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
  assert.equal(lines.length, 1_235);
  await end();
});

test('the filter stands in the address, and all that it has can be continued at once', async () => {
  const ids = [await reading(0), await reading(0), await reading(0)];
  for (const id of ids) {
    await until(id, 'failed');
  }
  const { page, goto, shot, end } = await visit();
  await goto('/admin/jobs');
  await page.getByRole('group', { name: 'States' }).getByRole('button', { name: /^Failed/ }).click();
  await page.waitForURL('**/admin/jobs?state=failed');
  await page.getByLabel('Kind').first().click();
  await page.getByRole('option', { name: 'Reading a VK list' }).click();
  await page.waitForURL('**/admin/jobs?state=failed&kind=list_sync');

  await page.getByRole('button', { name: 'With all shown' }).click();
  await page.getByRole('menuitem', { name: 'Continue all that match…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/^Continue \d+ jobs\?$/).waitFor();
  await shot('jobs-bulk-en-light-1440');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('status').getByText(/^(\d+) of \1; /).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await end();
});

test('chosen jobs are acted on, and those for which it does not work are told', async () => {
  const id = await reading(0);
  await until(id, 'failed');
  const { page, goto, shot, end } = await visit();
  await goto('/admin/jobs?state=failed');
  await page.route(`**/jobs/${id}/retry`, (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: 'Conflict', status: 409, code: 'jobs.not_retryable', detail: 'It runs already' }),
    }),
  );
  await table(page).getByRole('checkbox', { name: 'Select' }).first().check();
  await page.getByRole('button', { name: 'Continue' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Continue' }).click();

  await dialog.getByText('It runs already').waitFor();
  await dialog.getByText('1 of 1; it worked for 0').waitFor();
  await shot('jobs-bulk-failed-en-light-1440');
  await end();
});

test('secrets are encrypted anew, and the job shows itself', async () => {
  const { page, goto, shot, end } = await visit();
  await goto('/admin/jobs');
  await page.getByRole('button', { name: 'Encrypt secrets anew' }).click();
  await shot('jobs-rekey-en-light-1440');
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
  await page.waitForURL('**/admin/jobs?job=*');
  await page.getByRole('dialog').getByRole('heading', { name: 'Secrets encrypted anew' }).waitFor();
  await page.getByRole('dialog').getByText('Done', { exact: true }).waitFor({ timeout: 60_000 });
  await end();
});

test('while live is off nothing moves, and what was missed is there afterwards', async () => {
  const { page, goto, end } = await visit();
  await goto('/admin/jobs?kind=list_sync&state=failed');
  await table(page).or(page.getByText('Nothing matches')).first().waitFor();
  const before = await page.getByRole('row').count();
  await page.getByRole('switch', { name: 'Live' }).uncheck();
  const id = await reading(0);
  await until(id, 'failed');
  await page.waitForTimeout(1_500);
  assert.equal(await page.getByRole('row').count(), before);

  const list = page.waitForResponse((answer) => /\/jobs\/\?.*state=failed/.test(answer.url()) && !answer.url().includes('limit='));
  await page.getByRole('switch', { name: 'Live' }).check();
  const { items } = await (await list).json();
  assert.ok(items.some((job) => job.id === id));
  await end();
});

test('a kind that the app does not know is shown by its name', async () => {
  const { page, goto, end } = await visit({ language: 'ru' });
  const job = {
    id: randomUUID(),
    kind: 'moon_walk',
    args: {},
    state: 'queued',
    legs: ['moon'],
    leg: 0,
    step: 0,
    done: 0,
    attempts: 0,
    created_by: 'node:far',
    created_at: new Date().toISOString(),
    deadline: new Date(Date.now() + 3_600_000).toISOString(),
    version: 1,
  };
  await page.route(/\/jobs\/\?/, (route) => route.fulfill({ json: { items: [job] } }));
  await page.route(`**/jobs/${job.id}`, (route) => route.fulfill({ json: job }));
  await goto('/admin/jobs');
  await page.getByRole('button', { name: 'moon_walk' }).click();
  await page.getByRole('dialog').getByRole('heading', { name: 'moon_walk' }).waitFor();
  await end();
});

test('without an answer the page says so', async () => {
  const { page, goto, end } = await visit();
  await page.route(/\/jobs\/\?/, (route) => route.abort());
  await goto('/admin/jobs');
  await page.getByRole('alert').getByText('No connection').waitFor({ timeout: 30_000 });
  await end();
});
