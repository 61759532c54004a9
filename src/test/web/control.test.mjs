import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { adminToken, ask, close, eventually, everyLook, playground, visit } from './browser.mjs';

/** The stand-in of VK. */
const vk = playground().standins.vk.url;

const name = `control ${Date.now().toString(36)}`;
const person = 910_000 + Math.floor(Math.random() * 80_000);
const secret = `control-token-${person}-${Date.now()}`;
let token;
let account;

async function order(path, body, method = 'POST') {
  const answer = await fetch(`${vk}/stand-in/${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${await answer.text()}`);
}

before(async () => {
  token = await adminToken();
  await order(`users/${person}`, { first_name: 'Control', last_name: 'Room' }, 'PUT');
  await order(`tokens/${secret}`, { kind: 'user', user_id: person }, 'PUT');
  const made = await ask('POST', '/system-accounts/', {
    token,
    body: { vk_user_id: person, kind: 'user', token: secret, label: name },
    headers: { 'idempotency-key': secret },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  account = made.body;
});

after(async () => {
  if (account === undefined) {
    return close();
  }
  const now = await ask('GET', `/system-accounts/${account.id}`, { token });
  await ask('DELETE', `/system-accounts/${account.id}`, { token, headers: { 'if-match': `"${now.body.version}"` } });
  await fetch(`${vk}/stand-in/tokens/${secret}`, { method: 'DELETE' });
  await close();
});

/** Has VK ask for a captcha when this token is used the next time, and uses it. */
async function captcha(style) {
  await order('errors', { captcha: style, token: secret, times: 1 });
  await ask('POST', `/system-accounts/${account.id}/verify`, { token });
  return eventually('a captcha is in the inbox', async () => {
    const { body } = await ask('GET', '/inbox/?state=open&limit=200', { token });
    return body.items.find((each) => each.kind === 'vk_captcha' && each.details.label === name);
  });
}

const settled = async ({ page }) => {
  await page.locator('main table tbody tr').first().waitFor();
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
  await page.getByRole('article').first().waitFor();
  await page.getByRole('img', { name: /^(Letters to be read|Буквы, которые)/ }).first().waitFor();
};

test('the control room looks well everywhere', async () => {
  await captcha('old');
  await everyLook('control', '/admin/control', settled);
});

test('a captcha is put to a person while the page is open, is answered there, and says so', async () => {
  const { page, goto, end } = await visit();
  await goto('/admin/control');
  await page.getByRole('heading', { level: 1, name: 'Control room' }).waitFor();
  const item = await captcha('old');
  const card = page.getByRole('article', { name: new RegExp(name) });
  await card.waitFor();
  const picture = card.getByRole('img', { name: 'Letters to be read' });
  await picture.waitFor();
  assert.ok((await picture.evaluate((shown) => shown.decode().then(() => shown.naturalWidth))) > 0);
  assert.match(await picture.getAttribute('src'), /^blob:/);
  assert.equal(await card.getByRole('link').count(), 0);

  // What is drawn in it; see the stand-in.
  await card.getByLabel('Letters in the picture').fill(`key${item.details.captcha_sid}`);
  await card.getByRole('button', { name: 'Answer' }).click();

  await page.getByRole('status').getByText(/Answered: .*/).filter({ hasText: name }).waitFor();
  await card.waitFor({ state: 'detached' });
  const { body } = await ask('GET', '/inbox/?state=answered&limit=200', { token });
  assert.ok(body.items.some((each) => each.id === item.id));
  await end();
});

test('what happens is told as it happens, and can be held back', async () => {
  const { page, goto, end } = await visit();
  const stream = page.waitForResponse((answer) => answer.url().includes('/api/app/v1/events'));
  await goto('/admin/control');
  const feed = page.getByRole('region', { name: 'Live' }).first();
  const change = (act) => ask('POST', `/system-accounts/${account.id}/${act}`, { token });
  await page.getByRole('heading', { level: 2, name: 'Live' }).waitFor();
  // That the stream is open is nowhere said on the page.
  await stream;
  await change('disable');
  await feed.getByText(`VK token ${name}: Disabled`).waitFor();

  await page.getByRole('button', { name: 'Pause' }).click();
  const told = feed.getByText(`VK token ${name}: Not tried yet`);
  // What the tests before this one did may have been told late.
  const before = await told.count();
  await change('enable');
  await page.getByText(/Paused\. [1-9]\d* new event/).waitFor();
  assert.equal(await told.count(), before);
  await page.getByRole('button', { name: 'Go on' }).click();
  await told.nth(before).waitFor();
  await end();
});

test('a dead token is an incident with a way to the tokens', async () => {
  await order(`tokens/${secret}/kill`, {});
  await ask('POST', `/system-accounts/${account.id}/verify`, { token });
  const { page, goto, end } = await visit({ language: 'ru', width: 390 });
  await goto('/admin/control');
  const line = page.getByRole('link', { name: `Токен VK ${name}` });
  await line.first().click();
  await page.waitForURL('**/admin/vk*');
  await end();
});
