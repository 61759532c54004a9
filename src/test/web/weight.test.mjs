import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { close, newcomer, visit } from './browser.mjs';

/** As issue 7 has it: what comes over the line, compressed. */
const MOST = { Script: 240 * 1024, Stylesheet: 45 * 1024 };

/** Pages that only administrators see, and what only those use. */
const ADMINISTRATORS = /\/(Control|Tokens|Call|Jobs|Proxies|Users|ApiKeys|Audit|Settings)Page-|uPlot|TimeChart/i;

/** Of what only Telegram needs. */
const TELEGRAM = /\/telegram-/;

after(close);

/** @returns what the browser's network log has of scripts and styles when the page stands still */
async function weigh(path, until, options) {
  const { context, page, goto, end } = await visit(options);
  const log = await context.newCDPSession(page);
  await log.send('Network.enable');
  await log.send('Network.setCacheDisabled', { cacheDisabled: true });
  const files = new Map();
  log.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type in MOST) {
      files.set(requestId, { type, url: response.url, encoding: response.headers['content-encoding'], bytes: 0 });
    }
  });
  log.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const file = files.get(requestId);
    if (file) {
      file.bytes = encodedDataLength;
    }
  });
  await goto(path);
  await until(page);
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
  await end();
  return [...files.values()];
}

function light(name, files) {
  assert.ok(files.length > 0, 'nothing was loaded');
  const built = files.every(({ url }) => url.includes('/assets/'));
  assert.ok(built, `this is not the app as it is built: ${files.find(({ url }) => !url.includes('/assets/'))?.url}`);
  const told = files.map(({ url, bytes }) => `${bytes}\t${url.slice(url.lastIndexOf('/') + 1)}`).join('\n');
  for (const [type, most] of Object.entries(MOST)) {
    const bytes = files.filter((file) => file.type === type).reduce((sum, file) => sum + file.bytes, 0);
    console.log(`${name}: ${type} ${(bytes / 1024).toFixed(1)} KiB of ${most / 1024}`);
    assert.ok(bytes > 0, `${name} has no ${type}`);
    assert.ok(bytes <= most, `${name}: ${bytes} bytes of ${type}, and at most ${most}\n${told}`);
  }
  const large = files.filter(({ bytes, encoding }) => bytes > 4_096 && encoding !== 'gzip');
  assert.deepEqual(large.map(({ url }) => url), [], 'not compressed');
  const foreign = files.filter(({ url }) => ADMINISTRATORS.test(url) || TELEGRAM.test(url));
  assert.deepEqual(foreign.map(({ url }) => url), [], `${name} loads what it does not need`);
}

test('the sign-in is light', async () => {
  light('sign-in', await weigh('/login', (page) => page.locator('input[autocomplete="username"]').waitFor(), { as: null }));
});

test('the first page of a person is light', async () => {
  const person = await newcomer('weight');
  light('first page', await weigh('/account', (page) => page.getByRole('heading', { level: 1 }).waitFor(), { as: person }));
});
