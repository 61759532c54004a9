// The stand-in of Telegram and accounts of a test's own, for the tests of the pages about them.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { adminToken, ask, playground } from './browser.mjs';

const made = [];
let token;

/** Of the administrator, as long as it is good. */
export async function begin() {
  token = await adminToken();
}

/** Removes what was made here. */
export async function clear() {
  token = await adminToken();
  for (const id of made) {
    await ask('DELETE', `/accounts/${id}`, { token });
  }
}

/** For the gateway, as the administrator; what is refused ends the test. */
export async function gateway(method, path, body) {
  const answer = await ask(method, path, { token, body });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export async function standIn(method, path, body) {
  const answer = await fetch(`${playground().standins.telegram.url}/stand-in/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  assert.equal(answer.status, 200, `${method} ${path}: ${await answer.clone().text()}`);
  return answer.json();
}

/** Somebody new of the stand-in, whom nobody here knows. @returns their phone, digits alone */
export async function person(more = {}) {
  const phone = `88897${randomInt(100_000, 999_999)}`;
  await standIn('POST', 'accounts', { phone, first_name: 'Nora', last_name: 'Newcomer', ...more });
  return phone;
}

export const codeOf = async (phone) => (await standIn('GET', `accounts/${phone}`)).code;

export async function account(body, as = token) {
  const answer = await ask('POST', '/accounts/', { token: as, body: { labels: ['telegram-test'], ...body } });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  await direct(answer.body.id);
  return answer.body;
}

/** Ends with the test, and takes no proxy: those of other tests lead nowhere. */
export async function direct(id) {
  made.push(id);
  await gateway('PATCH', `/accounts/${id}`, { proxy_id: null });
}

export const step = (id, name, body) => gateway('POST', `/accounts/${id}/${name}`, body);

/** Somebody new whose account is signed in here. @returns its phone and id */
export async function signedIn(name, more = {}) {
  const phone = await person();
  const { id } = await account({ name, phone: `+${phone}`, ...more });
  await step(id, 'send-code');
  await step(id, 'sign-in', { code: await codeOf(phone) });
  return { phone, id };
}

const SIGN_IN = /^(Sign in|Go on with the sign-in|Войти|Продолжить вход)$/;

/** Opens the window of the sign-in from the account's own. */
export async function openSignIn({ page }) {
  await page.getByRole('dialog').getByRole('button', { name: SIGN_IN }).click();
  const wizard = page.getByRole('dialog', { name: /Sign in to Telegram|Вход в Telegram/ });
  await wizard.waitFor();
  return wizard;
}
