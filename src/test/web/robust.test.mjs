import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { close, visit } from './browser.mjs';
import { node } from './node.mjs';

const STALE = 'This may be out of date: there is no live connection.';
const REFRESH = '/api/auth/v1/refresh';

let own;

before(async () => {
  own = await node();
});

after(async () => {
  await close();
  await own?.end();
});

/** A page of the administrator that shows a list, live. */
async function jobs() {
  const seen = await visit({ base: own.base, as: own.administrator });
  await seen.goto('/admin/jobs');
  await seen.page.getByRole('group', { name: 'States' }).waitFor();
  await shows(seen.page);
  // Whoever loads the page anew loses this.
  await seen.page.evaluate(() => (globalThis.same = true));
  return seen;
}

/** The list, or that there is none. */
async function shows(page, timeout = 30_000) {
  const something = page.getByRole('region', { name: 'Jobs' }).or(page.getByText(/There are no jobs yet|Nothing matches/));
  await something.first().waitFor({ timeout });
}

const state = (page, name) => page.getByRole('group', { name: 'States' }).getByRole('button', { name });
const stale = (page) => page.getByRole('status', { name: STALE });

async function stillThere(page) {
  assert.equal(await page.evaluate(() => globalThis.same), true, 'the page was loaded anew');
  assert.equal(new URL(page.url()).pathname, '/admin/jobs', 'whoever was signed in is so no more');
}

test('a page that is open while its node is killed says so, and recovers by itself', async () => {
  const { page, shot, end } = await jobs();

  await own.kill();
  await stale(page).waitFor();
  await state(page, /^Failed/).click();
  await page.getByRole('alert').getByText('No connection').first().waitFor({ timeout: 60_000 });
  await shot('robust-killed-en-light-1440');
  await own.start();

  await stale(page).waitFor({ state: 'detached', timeout: 90_000 });
  await page.getByRole('alert').first().waitFor({ state: 'detached', timeout: 30_000 });
  await shows(page);
  await stillThere(page);
  await state(page, /^Done/).click();
  await shows(page);
  await stillThere(page);
  await end();
});

test('two tabs whose token is over at the same time make one refresh, and both stay signed in', async () => {
  const { context, page, end } = await jobs();
  const other = await context.newPage();
  await other.goto(`${own.base}/admin/jobs`);
  await shows(other);
  await other.evaluate(() => (globalThis.same = true));
  const refreshed = [];
  context.on('request', (request) => request.url().endsWith(REFRESH) && refreshed.push(request));

  const later = Date.now() + 24 * 3_600_000;
  await Promise.all([page, other].map((tab) => tab.clock.setFixedTime(later)));
  const answered = [page, other].map((tab) =>
    tab.waitForResponse((answer) => answer.url().includes('state=failed') && answer.status() === 200),
  );
  await Promise.all([page, other].map((tab) => tab.evaluate(() => document.querySelectorAll('[role=group] button')[5].click())));
  await Promise.all(answered);

  assert.equal(refreshed.length, 1, 'refreshes');
  await stillThere(page);
  await stillThere(other);
  await end();
});

test('tabs that begin at the same time all come in', async () => {
  const { context, page, end } = await jobs();
  const more = await Promise.all([1, 2, 3].map(() => context.newPage()));
  await Promise.all([page.reload(), ...more.map((tab) => tab.goto(`${own.base}/admin/jobs`))]);
  for (const tab of [page, ...more]) {
    await shows(tab);
    assert.equal(new URL(tab.url()).pathname, '/admin/jobs');
  }
  await end();
});

test('a browser without a connection says so, and recovers by itself', async () => {
  const { context, page, end } = await jobs();

  await context.setOffline(true);
  await stale(page).waitFor();
  await state(page, /^Cancelled/).click();
  await page.getByRole('alert').getByText('No connection').first().waitFor({ timeout: 60_000 });
  await context.setOffline(false);

  await stale(page).waitFor({ state: 'detached', timeout: 60_000 });
  await page.getByRole('alert').first().waitFor({ state: 'detached', timeout: 30_000 });
  await shows(page);
  await stillThere(page);
  await end();
});
