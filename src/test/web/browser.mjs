// A browser before a running node. Each test file asks for people and looks at pages through here.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

/** The node, its administrator, and where pictures go; said by whoever runs this. */
export const url = process.env.PULT_URL ?? 'http://127.0.0.1:8080';
const admin = { login: process.env.PULT_LOGIN ?? 'admin', password: process.env.PULT_PASSWORD ?? '' };
/** What `play` wrote down: the addresses of the stand-ins, and what they know. */
export const playground = () => JSON.parse(readFileSync(process.env.PULT_PLAYGROUND ?? 'data/playground.json', 'utf8'));
const pictures = process.env.PULT_SCREENS ?? 'target/screens';
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const OFFLINE = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let running;

/** One browser for a test file. */
export async function browser() {
  running ??= await chromium.launch({ executablePath: process.env.PULT_CHROMIUM ?? '/usr/bin/chromium', args: OFFLINE });
  return running;
}

export async function close() {
  await running?.close();
  running = undefined;
}

/** What a page must never do; `end` fails with it. */
function watch(page, base) {
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(`an error of a script: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    // A refused request is said in the console by the browser itself; pages show it.
    if (message.type() === 'error' && !/Failed to load resource/.test(text)) {
      wrong.push(`the console says: ${text}`);
    }
  });
  page.on('request', (request) => {
    const to = new URL(request.url());
    if (!['data:', 'blob:'].includes(to.protocol) && to.origin !== new URL(base).origin) {
      wrong.push(`a request to another host: ${to.origin}`);
    }
  });
  return wrong;
}

/** What is fetched at the moment; the stream of events never ends. */
function watchAsked(page) {
  const asking = new Set();
  page.on('request', (request) => /\/events\?/.test(request.url()) || asking.add(request));
  page.on('requestfinished', (request) => asking.delete(request));
  page.on('requestfailed', (request) => asking.delete(request));
  return asking;
}

const QUIET_MS = 150;
const QUIET_WITHIN_MS = 1_500;

/** Nothing is fetched any more; some pages always fetch something, and are looked at all the same. */
async function quiet(asking) {
  const deadline = Date.now() + QUIET_WITHIN_MS;
  for (let since = Date.now(); Date.now() - since < QUIET_MS && Date.now() < deadline; ) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    since = asking.size === 0 ? since : Date.now();
  }
}

/**
 * A browser profile of its own.
 *
 * @param language ru or en
 * @param scheme light or dark
 * @param width of the window in CSS pixels
 * @param as { login, password } of whoever is signed in; null: nobody; undefined: the administrator
 * @param base where the app is opened, when not by the address that the test was given
 */
export async function visit({ language = 'en', scheme = 'light', width = 1440, as = admin, init, base = url } = {}) {
  const context = await (await browser()).newContext({
    locale: language === 'ru' ? 'ru-RU' : 'en-GB',
    timezoneId: 'Europe/Moscow',
    colorScheme: scheme,
    viewport: { width, height: width < 600 ? 844 : 900 },
    reducedMotion: 'reduce',
    hasTouch: width < 600,
  });
  await context.addInitScript((chosen) => localStorage.setItem('pult.language', chosen), language);
  if (init) {
    await context.addInitScript(init);
  }
  if (as) {
    const answer = await context.request.post(`${base}/api/auth/v1/login`, { data: { login: as.login, password: as.password, client: 'browser' }, headers: { origin: base } });
    assert.equal(answer.status(), 200, `signing in as ${as.login}: ${await answer.text()}`);
  }
  const page = await context.newPage();
  const wrong = watch(page, base);
  const asking = watchAsked(page);
  return {
    context,
    page,
    goto: (path) => page.goto(base + path),
    quiet: () => quiet(asking),
    /** A picture, when nothing moves any more. */
    shot: async (name) => {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
    },
    /** Serious findings of axe: none. */
    accessible: async () => {
      if (!(await page.evaluate(() => 'axe' in globalThis))) {
        // Not as a script of the page: its policy forbids those.
        await page.evaluate(readFileSync(axe, 'utf8'));
      }
      const found = await page.evaluate(() =>
        globalThis.axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
          // To name everything that is right takes most of its time.
          resultTypes: ['violations'],
          selectors: false,
        }),
      );
      const serious = found.violations
        .filter((each) => ['serious', 'critical'].includes(each.impact))
        .map((each) => `${each.id}: ${each.help}\n  ${each.nodes.map((node) => node.html.slice(0, 200)).join('\n  ')}`);
      assert.deepEqual(serious, [], 'serious findings of axe');
    },
    /** Nothing runs out of the window, and nothing is said by the name of its words. */
    wellSet: async () => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 1, `the page is ${wide} px wider than its window`);
      const text = await page.evaluate(() => document.body.innerText);
      const names = text.match(/\b[a-z]+(?:\.[a-zA-Z]+){1,3}_(?:one|few|many|other)\b|\bcommon:[a-z.]+/g) ?? [];
      assert.deepEqual(names, [], 'words that are missing');
    },
    end: async () => {
      await context.close();
      assert.deepEqual(wrong, []);
    },
  };
}

const LANGUAGES = ['ru', 'en'];
const WIDTHS = [390, 1440];
const SCHEMES = ['light', 'dark'];

/**
 * Looks at a page in both languages, both schemes and both widths: a picture of each, no serious finding of axe, nothing wider
 * than the window, no error.
 *
 * @param name of the pictures
 * @param path of the page
 * @param until waits until the page shows what it is about; is given what `visit` gives
 * @param options of the visit
 */
export async function everyLook(name, path, until, options = {}) {
  for (const language of LANGUAGES) {
    for (const width of WIDTHS) {
      const seen = await visit({ language, width, scheme: SCHEMES[0], ...options });
      await seen.goto(path);
      await until(seen);
      for (const scheme of SCHEMES) {
        await seen.page.emulateMedia({ colorScheme: scheme });
        await seen.quiet();
        await seen.shot(`${name}-${language}-${scheme}-${width}`);
        await seen.accessible();
        await seen.wellSet();
      }
      await seen.end();
    }
  }
}

const BUSY_MS = 1_000;
const BUSY_TRIES = 20;

const EVENTUALLY_MS = 60_000;
const BETWEEN_MS = 150;

/**
 * Waits for what takes its time; as it is a machine's second that is meant, the patience is that for a busy one.
 *
 * @param what is waited for, in the words of the failure
 * @param find asked again until it gives something
 */
export async function eventually(what, find) {
  for (const deadline = Date.now() + EVENTUALLY_MS; Date.now() < deadline; ) {
    const found = await find();
    if (found) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  return assert.fail(`in a minute not: ${what}`);
}

/** For the gateway, past the browser. A node that is too busy to look at the question is asked again. */
export async function ask(method, path, { token, body, headers = {} } = {}, tries = BUSY_TRIES) {
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...headers,
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status === 503 && tries > 1) {
    await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
    return ask(method, path, { token, body, headers }, tries - 1);
  }
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** Of the administrator, for what a test prepares. */
export async function adminToken() {
  const answer = await ask('POST', '/api/auth/v1/login', { body: { ...admin, client: 'api' } });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.access_token;
}

const PASSWORD = 'four words are better';

/** @returns { login, password, token } of somebody who has just registered; a test does as it likes with them */
export async function newcomer(name, { language = 'en' } = {}) {
  const login = `${name}-${randomBytes(4).toString('hex')}`;
  const answer = await ask('POST', '/api/auth/v1/register', {
    body: { login, password: PASSWORD, client: 'api', lang_code: language },
  });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return { login, password: PASSWORD, token: answer.body.access_token };
}

export { admin };
