import assert from 'node:assert/strict';
import { createHmac, randomInt } from 'node:crypto';
import { after, test } from 'node:test';
import { close, playground, visit } from './browser.mjs';

const botToken = () => process.env.PULT_BOT_TOKEN ?? playground().standins.telegram_id.bot_token;

const DARK = {
  bg_color: '#17212b',
  text_color: '#f5f5f5',
  hint_color: '#708499',
  link_color: '#6ab3f3',
  button_color: '#5288c1',
  button_text_color: '#ffffff',
  secondary_bg_color: '#232e3c',
  header_bg_color: '#17212b',
  accent_text_color: '#6ab2f2',
  section_bg_color: '#17212b',
  section_header_text_color: '#6ab3f3',
  subtitle_text_color: '#708499',
  destructive_text_color: '#ec3942',
};
const LIGHT = { ...DARK, bg_color: '#ffffff', text_color: '#000000', secondary_bg_color: '#f1f1f1', header_bg_color: '#ffffff' };

after(close);

/** Launch data as Telegram signs them: sorted lines under a key that is made of the bot's token. */
function initData(user, date = new Date()) {
  const fields = new Map([
    ['auth_date', String(Math.floor(date.getTime() / 1_000))],
    ['query_id', 'AAE'],
    ['signature', 'c2ln'],
    ['user', JSON.stringify(user)],
  ]);
  const lines = [...fields].map(([name, value]) => `${name}=${value}`).sort().join('\n');
  const key = createHmac('sha256', 'WebAppData').update(botToken()).digest();
  fields.set('hash', createHmac('sha256', key).update(lines).digest('hex'));
  return new URLSearchParams([...fields]).toString();
}

function launch(user, theme) {
  const fragment = new URLSearchParams({
    tgWebAppData: initData(user),
    tgWebAppVersion: '8.0',
    tgWebAppPlatform: 'android',
    tgWebAppThemeParams: JSON.stringify(theme),
  });
  return `/#${fragment}`;
}

const somebody = () => ({ id: randomInt(1_000_000, 2 ** 40), first_name: 'Анна', username: `anna_${randomInt(1e9)}`, language_code: 'ru' });

/** What Telegram's own window gives to the page, and hears from it. */
function telegramWindow() {
  globalThis.heard = [];
  globalThis.TelegramWebviewProxy = { postEvent: (name, data) => globalThis.heard.push([name, JSON.parse(data ?? 'null')]) };
}

async function launched({ theme = DARK, ...options } = {}) {
  const seen = await visit({ language: 'ru', width: 390, as: null, init: telegramWindow, ...options });
  const scripts = [];
  seen.page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()));
  await seen.goto(launch(somebody(), theme));
  await seen.page.waitForURL('**/account');
  await seen.page.getByRole('heading', { level: 1 }).waitFor();
  return { ...seen, scripts, heard: () => seen.page.evaluate(() => globalThis.heard) };
}

test('whoever comes from Telegram is signed in without a question', async () => {
  const { page, shot, accessible, wellSet, heard, end } = await launched();
  assert.equal(await page.locator('input[type="password"]').count(), 0);
  assert.ok((await heard()).some(([name]) => name === 'web_app_ready'));
  await shot('telegram-launch-ru-dark-390');
  await accessible();
  await wellSet();
  await end();
});

test('the colours are those of Telegram, whatever the system has', async () => {
  for (const [theme, scheme, system] of [[DARK, 'dark', 'light'], [LIGHT, 'light', 'dark']]) {
    const { page, end } = await launched({ theme, scheme: system });
    assert.equal(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme), scheme);
    const ground = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--tg-theme-bg-color'));
    assert.equal(ground.trim(), theme.bg_color);
    await end();
  }
});

test('there is no way to log out where Telegram signs people in', async () => {
  const { page, end } = await launched();
  await page.getByRole('button', { name: 'Профиль' }).click();
  await page.getByRole('menuitem', { name: 'Мой профиль' }).waitFor();
  assert.equal(await page.getByRole('menuitem', { name: 'Выйти' }).count(), 0);
  await end();
});

test("Telegram's own way back leads back, and is hidden where there is none", async () => {
  const { page, heard, end } = await launched();
  await page.getByRole('button', { name: 'Меню' }).click();
  await page.getByRole('link', { name: 'Мои сеансы' }).click();
  await page.waitForURL('**/account/sessions');
  await page.waitForFunction(() => globalThis.heard.some(([name, data]) => name === 'web_app_setup_back_button' && data.is_visible));

  await page.evaluate(() => globalThis.Telegram.WebView.receiveEvent('back_button_pressed', null));

  await page.waitForURL('**/account');
  await page.waitForFunction(() => {
    const last = globalThis.heard.filter(([name]) => name === 'web_app_setup_back_button').at(-1);
    return last?.[1].is_visible === false;
  });
  await page.evaluate(() => globalThis.Telegram.WebView.receiveEvent('back_button_pressed', null));
  assert.ok((await heard()).length > 0);
  await end();
});

test('a reload stays in Telegram', async () => {
  const { page, end } = await launched();
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/account');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme), 'dark');
  await end();
});

test("Telegram's part is loaded only there", async () => {
  const { scripts, end } = await launched();
  const part = scripts.filter((script) => /\/telegram[-.]/.test(script));
  assert.equal(part.length, 1, scripts.join('\n'));
  await end();

  const elsewhere = await visit({ as: null });
  const others = [];
  elsewhere.page.on('request', (request) => others.push(request.url()));
  await elsewhere.goto('/login');
  await elsewhere.page.locator('input[autocomplete="username"]').waitFor();
  await elsewhere.page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
  assert.deepEqual(others.filter((script) => /\/telegram[-.]|telegram\.org/.test(script)), []);
  await elsewhere.end();
});

test('launch data that somebody else has signed let nobody in', async () => {
  const { page, goto, end } = await visit({ language: 'ru', width: 390, as: null, init: telegramWindow });
  const forged = launch(somebody(), DARK).replace(/hash%3D[0-9a-f]{8}/, 'hash%3D00000000');
  await goto(forged);
  await page.locator('input[autocomplete="username"]').waitFor();
  await end();
});
