import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { close, everyLook, visit } from './browser.mjs';
import { account, begin, clear, codeOf, direct, gateway, openSignIn, person, standIn, step } from './telegram.mjs';

const PASSWORD = 'four words and a half';
const stateOf = async (id) => (await gateway('GET', `/accounts/${id}`)).state;

before(begin);
after(async () => {
  await clear();
  await close();
});

test('each step of the sign-in looks well everywhere', async () => {
  const phone = await person({ password: PASSWORD });
  const { id } = await account({ name: 'Telegram test, steps', phone: `+${phone}` });
  const path = `/admin/telegram?account=${id}`;
  await everyLook('telegram-begin', path, openSignIn);
  await everyLook('telegram-qr', path, async (seen) => {
    // The one that the look before has begun would show its next image by itself.
    await step(id, 'cancel-sign-in');
    await openSignIn(seen);
    await seen.page.getByRole('button', { name: /QR/ }).click();
    await seen.page.getByRole('img', { name: /QR/ }).waitFor();
  });
  await step(id, 'cancel-sign-in');
  await step(id, 'send-code');
  await everyLook('telegram-code', path, async (seen) => {
    await openSignIn(seen);
    await seen.page.getByLabel(/^(Code|Код)/).waitFor();
  });
  await step(id, 'sign-in', { code: await codeOf(phone) });
  await everyLook('telegram-password', path, async (seen) => {
    await openSignIn(seen);
    await seen.page.getByRole('textbox', { name: /^(Password|Пароль)/ }).waitFor();
  });
});

test('whoever has no account yet adds one, and signs in by a code and a password; a wrong code is told beside its field', async () => {
  const phone = await person({ password: PASSWORD });
  const { page, goto, shot, end } = await visit({ width: 390 });
  await goto('/admin/telegram');
  await page.getByRole('button', { name: 'Add account' }).click();
  const creation = page.getByRole('dialog', { name: 'Add an account' });
  await creation.getByLabel('Name').fill('Telegram test, Nora');
  await creation.getByLabel('Phone').fill(`+${phone}`);
  await creation.getByRole('button', { name: 'Create' }).click();

  const wizard = page.getByRole('dialog', { name: 'Sign in to Telegram' });
  const send = wizard.getByRole('button', { name: 'Send the code' });
  await send.waitFor();
  const { items } = await gateway('GET', `/accounts/?q=${phone}`);
  await direct(items[0].id);
  await send.click();
  const code = wizard.getByLabel('Code');
  await code.waitFor();
  const right = await codeOf(phone);
  await code.fill(right === '11111' ? '22222' : '11111');
  await wizard.getByRole('button', { name: 'Sign in', exact: true }).click();
  await wizard.getByRole('alert').filter({ hasText: /code/i }).waitFor();
  await shot('telegram-wrong-code');
  await code.fill(await codeOf(phone));
  await wizard.getByRole('button', { name: 'Sign in', exact: true }).click();

  const password = wizard.getByRole('textbox', { name: /Password/ });
  await password.fill('not this one');
  await wizard.getByRole('button', { name: 'Sign in', exact: true }).click();
  await wizard.getByRole('alert').filter({ hasText: /password/i }).waitFor();
  await password.fill(PASSWORD);
  await wizard.getByRole('button', { name: 'Sign in', exact: true }).click();
  await wizard.getByRole('status').filter({ hasText: 'Signed in' }).waitFor();
  await shot('telegram-signed-in');
  await wizard.getByRole('button', { name: 'Done' }).click();
  assert.equal(await stateOf(items[0].id), 'ready');
  await end();
});

test('with the keyboard alone: the place to type is always where the keyboard is, and what was refused is said there', async () => {
  const phone = await person({ password: PASSWORD });
  const { id } = await account({ name: 'Telegram test, keyboard' });
  const { page, goto, accessible, end } = await visit();
  await goto(`/admin/telegram?account=${id}`);
  const { keyboard } = page;
  const focused = (locator) => locator.and(page.locator(':focus')).waitFor();
  /** Goes on until it is there, as whoever sees where the keyboard is. */
  const tabTo = async (locator) => {
    await locator.waitFor();
    for (let steps = 0; steps < 20 && (await locator.and(page.locator(':focus')).count()) === 0; steps++) {
      await keyboard.press('Tab');
    }
    await focused(locator);
  };
  await tabTo(page.getByRole('dialog').getByRole('button', { name: 'Sign in' }));
  await keyboard.press('Enter');
  const wizard = page.getByRole('dialog', { name: 'Sign in to Telegram' });
  const field = (name) => wizard.getByRole('textbox', { name });

  await focused(field('Phone'));
  await accessible();
  await keyboard.type('12');
  await keyboard.press('Enter');
  await wizard.getByRole('alert').waitFor();
  await focused(field('Phone'));
  await keyboard.press('Control+A');
  await keyboard.type(`+${phone}`);
  await tabTo(wizard.getByRole('button', { name: 'Send the code' }));
  await keyboard.press('Enter');

  await focused(field('Code'));
  await wizard.getByRole('status').filter({ hasText: 'Step 2 of 3: code' }).waitFor();
  await keyboard.type((await codeOf(phone)) === '11111' ? '22222' : '11111');
  await tabTo(wizard.getByRole('button', { name: 'Sign in', exact: true }));
  await keyboard.press('Enter');
  await wizard.getByRole('alert').filter({ hasText: /code/i }).waitFor();
  await focused(field('Code'));
  assert.equal(await field('Code').getAttribute('aria-invalid'), 'true');
  await accessible();
  await keyboard.press('Control+A');
  await keyboard.type(await codeOf(phone));
  await keyboard.press('Enter');

  await focused(field(/Password/));
  await accessible();
  await keyboard.type(PASSWORD);
  await keyboard.press('Enter');
  await wizard.getByRole('status').filter({ hasText: 'Signed in' }).waitFor();
  await focused(wizard.getByRole('button', { name: 'Done' }));
  await accessible();
  await keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Telegram test, keyboard' }).getByText('Ready').waitFor();
  await end();
});

test('a QR code that is scanned signs in by itself, and the table behind it says so', async () => {
  const phone = await person();
  const { id } = await account({ name: 'Telegram test, scanned' });
  const seen = await visit();
  await seen.goto(`/admin/telegram?q=scanned&account=${id}`);
  const wizard = await openSignIn(seen);
  await wizard.getByRole('button', { name: 'Show a QR code' }).click();
  await wizard.getByRole('img', { name: /QR/ }).waitFor();
  await standIn('POST', `accounts/${phone}/scan`);
  await wizard.getByRole('status').filter({ hasText: 'Signed in' }).waitFor();
  await seen.shot('telegram-scanned');
  await wizard.getByRole('button', { name: 'Done' }).click();
  const drawer = seen.page.getByRole('dialog', { name: 'Telegram test, scanned' });
  await drawer.getByText('Ready').waitFor();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await seen.page.getByRole('row').filter({ hasText: phone.slice(-8) }).getByText('Ready').waitFor();
  await seen.end();
});

test('a QR code of somebody with a two-step password is followed by the question for it', async () => {
  const phone = await person({ password: PASSWORD });
  const { id } = await account({ name: 'Telegram test, scanned and asked' });
  const seen = await visit({ language: 'ru', scheme: 'dark', width: 390 });
  await seen.goto(`/admin/telegram?account=${id}`);
  const wizard = await openSignIn(seen);
  await wizard.getByRole('button', { name: /QR/ }).click();
  await wizard.getByRole('img', { name: /QR/ }).waitFor();
  await standIn('POST', `accounts/${phone}/scan`);
  const password = wizard.getByRole('textbox', { name: /Пароль/ });
  await password.and(seen.page.locator(':focus')).waitFor();
  await seen.shot('telegram-scanned-password');
  await password.fill(PASSWORD);
  await wizard.getByRole('button', { name: 'Войти', exact: true }).click();
  await wizard.getByRole('status').filter({ hasText: 'Вход выполнен' }).waitFor();
  assert.equal(await stateOf(id), 'ready');
  await seen.end();
});

test('a QR code that somebody else scans is told, and nobody is signed in', async () => {
  const [phone, other] = [await person(), await person()];
  const { id } = await account({ name: 'Telegram test, of another', phone: `+${phone}` });
  const seen = await visit();
  await seen.goto(`/admin/telegram?account=${id}`);
  const wizard = await openSignIn(seen);
  await wizard.getByRole('button', { name: 'Show a QR code' }).click();
  await wizard.getByRole('img', { name: /QR/ }).waitFor();
  await standIn('POST', `accounts/${other}/scan`);
  await wizard.getByRole('status').filter({ hasText: 'another phone' }).waitFor();
  await seen.shot('telegram-scanned-by-another');
  await wizard.getByRole('textbox', { name: 'Phone' }).and(seen.page.locator(':focus')).waitFor();
  assert.equal(await stateOf(id), 'new');
  await seen.end();
});

test('a sign-in that is given up begins anew', async () => {
  const phone = await person();
  const { id } = await account({ name: 'Telegram test, given up', phone: `+${phone}` });
  const seen = await visit();
  await seen.goto(`/admin/telegram?account=${id}`);
  const wizard = await openSignIn(seen);
  await wizard.getByRole('button', { name: 'Show a QR code' }).click();
  await wizard.getByRole('img', { name: /QR/ }).waitFor();
  await wizard.getByRole('button', { name: 'Give up the sign-in' }).click();
  await wizard.getByRole('status').filter({ hasText: 'given up' }).waitFor();
  await wizard.getByRole('button', { name: 'Send the code' }).click();
  await wizard.getByLabel('Code').waitFor();
  await seen.end();
});
