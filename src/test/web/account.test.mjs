import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { ask, close, eventually, everyLook, newcomer, url, visit } from './browser.mjs';

after(close);

/** Passkeys belong to a name, never to a number. */
const byName = url.replace('127.0.0.1', 'localhost');

const signedIn = (who) => ({ as: { login: who.login, password: who.password } });
const dialog = (page) => page.getByRole('dialog');

/** RFC 6238, as an authenticator reckons it. */
function codeOf(secret, at = Date.now()) {
  const bits = [...secret.replace(/[\s=]/g, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** What was taken back is refused within about a second. */
const refused = (path, token) => eventually(`${path} is refused`, async () => (await ask('GET', path, { token })).status === 401);

/** Whoever is signed in for longer than five minutes proves anew who they are; here that is asked for at once. A node hears of it a little later. */
async function stale(page) {
  let unheard = 2;
  await page.route('**/api/auth/v1/me', async (route) => {
    if (route.request().method() !== 'DELETE' || unheard-- <= 0) {
      return route.continue();
    }
    return route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: 'Forbidden', status: 403, code: 'confirmation.needed', detail: 'Show who you are' }),
    });
  });
}

const somebody = await newcomer('own-looks', { language: 'ru' });
await ask('PATCH', '/api/auth/v1/me', { token: somebody.token, body: { name: 'Анна Карлова', time_zone: 'Europe/Moscow' } });
const { body: room } = await ask('POST', '/api/app/v1/workspaces', { token: somebody.token, body: { name: 'Newsroom' } });
await ask('POST', '/api/auth/v1/api-keys', {
  token: somebody.token,
  body: { name: 'nightly script', scopes: ['telegram:read', 'telegram:act'], workspace: room.id },
});

test('the profile looks well everywhere', () =>
  everyLook(
    'account',
    '/account',
    async ({ page }) => {
      await page.getByRole('textbox', { name: /^(Name|Имя)$/ }).waitFor();
      await page.getByText(/API key made|Ключ API создан/).first().waitFor();
    },
    signedIn(somebody),
  ));

test('the sessions look well everywhere', () =>
  everyLook(
    'account-sessions',
    '/account/sessions',
    ({ page }) => page.getByText(/^(This one|Этот)$/).waitFor(),
    signedIn(somebody),
  ));

test('the security page looks well everywhere', () =>
  everyLook(
    'account-security',
    '/account/security',
    async ({ page }) => {
      await page.getByText('nightly script').waitFor();
      await page.getByRole('button', { name: /^(Set up codes|Настроить коды)$/ }).waitFor();
    },
    signedIn(somebody),
  ));

test('a profile is changed, and the app speaks the new language', async () => {
  const who = await newcomer('own-profile');
  const { page, goto, end } = await visit(signedIn(who));
  await goto('/account');
  await page.getByRole('textbox', { name: 'Name' }).fill('Boris');
  await page.getByRole('combobox', { name: 'Time zone' }).selectOption({ label: 'Vladivostok' });
  await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Русский' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Мой профиль' }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Имя' }).inputValue(), 'Boris');
  const { body: me } = await ask('GET', '/api/auth/v1/me', { token: who.token });
  assert.deepEqual([me.name, me.lang_code, me.time_zone], ['Boris', 'ru', 'Asia/Vladivostok']);
  await end();
});

test('a profile that was changed elsewhere meanwhile is not overwritten', async () => {
  const who = await newcomer('own-stale');
  const { page, goto, end } = await visit(signedIn(who));
  await goto('/account');
  await page.getByRole('textbox', { name: 'Name' }).fill('Here');
  await ask('PATCH', '/api/auth/v1/me', { token: who.token, body: { name: 'Elsewhere' } });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/changed meanwhile/).waitFor();
  await page.waitForFunction(() => document.querySelector('input[autocomplete="name"]').value === 'Elsewhere');
  await end();
});

test('everything about oneself is downloaded, and one is forgotten after a fresh proof', async () => {
  const who = await newcomer('own-erased');
  const { page, goto, shot, end } = await visit({ ...signedIn(who), width: 390 });
  await goto('/account');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download my data' }).click()]);
  const document = JSON.parse(await readFile(await file.path(), 'utf8'));
  assert.equal(document.data.account[0].login, who.login);

  await stale(page);
  await page.getByRole('button', { name: 'Erase me' }).click();
  const erase = dialog(page).getByRole('button', { name: 'Erase me' });
  assert.ok(await erase.isDisabled());
  await dialog(page).getByRole('textbox').fill(who.login);
  await shot('account-erase-en-light-390');
  await erase.click();
  const proof = page.getByRole('dialog', { name: 'Show once more who you are' });
  await proof.getByRole('textbox', { name: 'Password' }).fill(who.password);
  await shot('account-proof-en-light-390');
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await page.waitForURL('**/login');
  const again = await ask('POST', '/api/auth/v1/login', { body: { login: who.login, password: who.password, client: 'api' } });
  // Refused as blocked at first, and as unknown once everything is gone.
  assert.ok([401, 403].includes(again.status), JSON.stringify(again.body));
  await end();
});

test('a session elsewhere is seen and ended, and then all others', async () => {
  const who = await newcomer('own-sessions');
  const elsewhere = await ask('POST', '/api/auth/v1/login', {
    body: { login: who.login, password: who.password, client: 'api' },
    headers: { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1' },
  });
  const { page, goto, end } = await visit({ ...signedIn(who), width: 390 });
  await goto('/account/sessions');
  await page.getByRole('button', { name: 'End the session: Safari · iPhone' }).click();
  await page.getByText('Safari · iPhone').waitFor({ state: 'detached' });
  await refused('/api/auth/v1/me', elsewhere.body.access_token);
  await page.getByRole('button', { name: 'End all others' }).click();
  await page.getByText('1 session ended').waitFor();
  await page.getByRole('button', { name: 'End all others' }).waitFor({ state: 'detached' });
  await refused('/api/auth/v1/me', who.token);
  await page.getByText('This one').waitFor();
  await end();
});

test('the password is changed, and a wrong current one is said at its field', async () => {
  const who = await newcomer('own-password');
  const { page, goto, end } = await visit(signedIn(who));
  await goto('/account/security');
  const type = async (current) => {
    await page.getByRole('textbox', { name: 'Current password' }).fill(current);
    await page.getByRole('textbox', { name: 'New password', exact: true }).fill('and five are better still');
    await page.getByRole('textbox', { name: 'New password once more' }).fill('and five are better still');
    await page.getByRole('button', { name: 'Change password' }).click();
  };
  await type('not this one');
  await page.getByText('The password is wrong.').waitFor();
  await type(who.password);
  await page.getByText('The password is changed; your other sessions are ended').waitFor();
  const login = (password) => ask('POST', '/api/auth/v1/login', { body: { login: who.login, password, client: 'api' } });
  assert.equal((await login('and five are better still')).status, 200);
  await end();
});

test('codes by time are set up, asked for at the next sign-in, and turned off', async () => {
  const who = await newcomer('own-totp');
  const { page, goto, shot, accessible, end } = await visit({ ...signedIn(who), width: 390 });
  await goto('/account/security');
  await page.getByRole('button', { name: 'Set up codes' }).click();
  const secret = (await dialog(page).getByRole('group', { name: 'Secret' }).innerText()).replace(/\s/g, '');
  await dialog(page).getByRole('img', { name: 'QR code for an authenticator app' }).waitFor();
  assert.match(await dialog(page).getByRole('link', { name: 'Open in the app on this device' }).getAttribute('href'), /^otpauth:\/\/totp\//);
  await dialog(page).getByRole('textbox', { name: 'Code' }).fill('000000');
  await shot('account-totp-en-light-390');
  await accessible();
  // The code of the step before is taken, too; that of now stays good for the sign-in.
  await dialog(page).getByRole('textbox', { name: 'Code' }).fill(codeOf(secret, Date.now() - 30_000));
  await dialog(page).getByRole('button', { name: 'Turn on' }).click();
  await dialog(page).getByText('They are shown only now.').waitFor();
  const codes = (await dialog(page).getByRole('group', { name: 'Recovery codes' }).innerText()).trim().split('\n');
  assert.equal(codes.length, 10);
  await shot('account-recovery-en-light-390');
  const [file] = await Promise.all([page.waitForEvent('download'), dialog(page).getByRole('button', { name: 'Download' }).click()]);
  assert.deepEqual((await readFile(await file.path(), 'utf8')).trim().split('\n'), codes);
  await dialog(page).getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('In force').waitFor();
  await page.getByText('10 left').waitFor();
  await end();

  const next = await visit({ as: null });
  await next.goto('/login');
  const first = async () => {
    await next.page.getByLabel('Login').fill(who.login);
    await next.page.getByRole('textbox', { name: 'Password' }).fill(who.password);
    await next.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await first();
  await next.page.getByRole('textbox', { name: 'Code of your authenticator' }).fill(codeOf(secret));
  await next.page.getByRole('button', { name: 'Continue' }).click();
  await next.page.waitForURL('**/account');
  await next.goto('/account/security');
  await next.page.getByRole('button', { name: 'Turn off' }).click();
  await dialog(next.page).getByRole('button', { name: 'Turn off' }).click();
  await next.page.getByRole('button', { name: 'Set up codes' }).waitFor();
  await next.end();
});

test('a passkey is made, signs in alone, and is removed', async () => {
  const who = await newcomer('own-passkey');
  const { context, page, goto, shot, end } = await visit({ ...signedIn(who), base: byName });
  const device = await context.newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await goto('/account/security');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('this laptop');
  await dialog(page).getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('list', { name: 'Passkeys' }).getByText('this laptop').waitFor();
  await page.getByRole('button', { name: 'Make codes' }).waitFor();
  await shot('account-passkey-en-light-1440');

  await page.getByRole('button', { name: 'Profile' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.waitForURL('**/login');
  await page.getByRole('button', { name: 'By passkey' }).click();
  await page.waitForURL('**/account/**');
  await goto('/account/sessions');
  await page.getByText('By passkey').waitFor();

  await goto('/account/security');
  await page.getByRole('button', { name: 'Remove the passkey this laptop' }).click();
  await dialog(page).getByRole('textbox').fill('this laptop');
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('list', { name: 'Passkeys' }).waitFor({ state: 'detached' });
  await end();
});

test('a key is made for a workspace, shown once, and revoked', async () => {
  const who = await newcomer('own-key');
  await ask('POST', '/api/app/v1/workspaces', { token: who.token, body: { name: 'Keys' } });
  const { page, goto, shot, accessible, end } = await visit({ ...signedIn(who), width: 390 });
  await goto('/account/security');
  await page.getByRole('button', { name: 'Make a key' }).click();
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('my script');
  await dialog(page).getByRole('checkbox', { name: /See the workspace/ }).check();
  await shot('account-key-form-en-light-390');
  await accessible();
  await dialog(page).getByRole('button', { name: 'Make a key' }).click();
  const key = (await dialog(page).getByRole('group', { name: 'my script' }).innerText()).trim();
  await shot('account-key-en-light-390');
  assert.equal((await ask('GET', '/api/app/v1/workspaces', { token: key })).status, 200);
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Revoke the key my script' }).click();
  await dialog(page).getByRole('textbox').fill('my script');
  await dialog(page).getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('You have none yet.').last().waitFor();
  await page.getByText('…' + key.slice(-4)).waitFor({ state: 'detached' });
  await refused('/api/app/v1/workspaces', key);
  await end();
});

test('two tabs that renew the session at once both stay signed in', async () => {
  const who = await newcomer('own-tabs');
  const { context, page, goto, end } = await visit(signedIn(who));
  const other = await context.newPage();
  const tabs = [page, other];
  const bothAreIn = () => Promise.all(tabs.map((tab) => tab.getByText('This one').waitFor()));
  let renewed = [];
  context.on('response', (response) => response.url().endsWith('/refresh') && renewed.push(response.status()));

  // Neither has a token when it is opened.
  await Promise.all([goto('/account/sessions'), other.goto(`${url}/account/sessions`)]);
  await bothAreIn();
  assert.deepEqual([...new Set(renewed)], [200]);

  // Both are told that their token is over: one renews it for both, or, when they are not quick enough, each.
  renewed = [];
  for (const tab of tabs) {
    await tab.route('**/api/auth/v1/me/factors', (route) => route.fulfill({ status: 401, body: '{"code":"token.expired"}' }), { times: 1 });
  }
  await Promise.all(tabs.map((tab) => tab.getByRole('link', { name: 'Security' }).click()));
  await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: 'Set up codes' }).waitFor()));
  assert.deepEqual([...new Set(renewed)], [200]);
  await Promise.all(tabs.map((tab) => tab.getByRole('link', { name: 'My sessions' }).click()));
  await bothAreIn();

  // Even two that ask at the same moment, and do not know of each other, both get the session's token.
  const statuses = await Promise.all(
    tabs.map((tab) => tab.evaluate(async () => (await fetch('/api/auth/v1/refresh', { method: 'POST' })).status)),
  );
  assert.deepEqual(statuses, [200, 200]);
  await Promise.all(tabs.map((tab) => tab.reload()));
  await bothAreIn();

  // One session that went on, and the one by which this test registered.
  const { body } = await ask('GET', '/api/auth/v1/sessions', { token: who.token });
  assert.deepEqual(body.items.map(({ client }) => client).sort(), ['api', 'browser']);

  // Whoever logs out in one tab is out in both.
  await page.getByRole('button', { name: 'Profile' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await Promise.all(tabs.map((tab) => tab.waitForURL('**/login')));
  await end();
});
