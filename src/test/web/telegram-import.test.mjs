import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { close, everyLook, visit } from './browser.mjs';
import { read, telethonFile } from './session-file.mjs';
import { begin, clear, direct, gateway, signedIn } from './telegram.mjs';

before(begin);
after(async () => {
  await clear();
  await close();
});

const STALE = /It was changed meanwhile/;

/** From the account's own window. What Telegram tells of an account changes it, too: then it is shown anew, and asked again. */
async function remove(page, name, { logOut }) {
  await more(page, name, 'Delete the account');
  const question = page.getByRole('dialog', { name: 'Delete the account' });
  await question.getByRole('checkbox').setChecked(logOut);
  await question.getByLabel(`Type ${name} to confirm`).fill(name);
  const ask = () => question.getByRole('button', { name: 'Delete' }).click();
  const answered = () => page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  let [answer] = await Promise.all([answered(), ask()]);
  while (answer.status() === 412) {
    await page.getByText(STALE).first().waitFor();
    [answer] = await Promise.all([answered(), ask()]);
  }
  await page.getByText('The account is deleted').waitFor();
}

async function more(page, name, item) {
  await page.getByRole('dialog', { name }).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('the window of an import looks well everywhere', () =>
  everyLook('telegram-import', '/admin/telegram', async ({ page }) => {
    await page.getByRole('button', { name: /Import sessions|Импорт сессий/ }).click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('1BVtsOK8Bu…\n1BVtsOL2Cc…');
  }));

test('a string that is no session is refused by its line, and can be copied out', async () => {
  const { page, goto, end } = await visit();
  await goto('/admin/telegram');
  await page.getByRole('button', { name: 'Import sessions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import sessions' });
  await dialog.getByLabel('Session strings').fill('this is no session\nnor is this');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByRole('status').filter({ hasText: '2 refused' }).waitFor();
  const rows = dialog.getByRole('row');
  await rows.filter({ hasText: 'Refused' }).nth(1).waitFor();
  assert.equal(await rows.filter({ hasText: 'Refused' }).count(), 2);
  await dialog.getByRole('button', { name: 'Copy 2 refused lines' }).waitFor();
  const path = new URL(page.url());
  await everyLook('telegram-imported', path.pathname + path.search, (seen) =>
    seen.page.getByText(/^(Refused|Отклонена)$/).nth(1).waitFor(),
  );
  await end();
});

test('a session is exported after the name was typed, shown once, and brought back; then the account is deleted', async () => {
  const name = 'Telegram test, exported';
  const { id } = await signedIn(name);
  const { page, goto, shot, end } = await visit();
  await goto(`/admin/telegram?account=${id}`);
  await more(page, name, 'Export the session');
  const question = page.getByRole('dialog', { name: 'Export' });
  await question.getByLabel(`Type ${name} to confirm`).fill(name);
  await shot('telegram-export');
  await question.getByRole('button', { name: 'Export', exact: true }).click();
  const given = page.getByRole('dialog', { name: 'The session' });
  const session = await given.getByLabel('Session string').textContent();
  await shot('telegram-exported');
  await given.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('dialog', { name }).getByText('Exported', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Bring a session' }).click();
  const bring = page.getByRole('dialog', { name: /Bring a session/ });
  await bring.getByLabel('Session string').fill('not this');
  await bring.getByRole('button', { name: 'Import' }).click();
  await bring.getByText(/session/i).last().waitFor();
  await bring.getByLabel('Session string').fill(session);
  await bring.getByRole('button', { name: 'Import' }).click();
  await page.getByRole('dialog', { name }).getByText('Ready').waitFor();
  await remove(page, name, { logOut: true });
  await page.getByRole('dialog', { name }).waitFor({ state: 'hidden' });
  assert.equal((await gateway('GET', `/accounts/?q=${encodeURIComponent(name)}`)).items.length, 0);
  await end();
});

test('a session is given away, brought back as a file of Telethon, and goes on; what is no session is told file by file', async () => {
  const name = 'Telegram test, filed';
  const { phone, id } = await signedIn(name);
  const { page, goto, shot, accessible, end } = await visit();
  await goto(`/admin/telegram?q=${phone}&account=${id}`);
  await more(page, name, 'Export the session');
  const question = page.getByRole('dialog', { name: 'Export' });
  await question.getByRole('combobox', { name: 'Format' }).or(question.getByRole('textbox', { name: 'Format' })).click();
  await page.getByRole('option', { name: 'Telethon' }).click();
  await question.getByLabel(`Type ${name} to confirm`).fill(name);
  await question.getByRole('button', { name: 'Export', exact: true }).click();
  const given = page.getByRole('dialog', { name: 'The session' });
  const bytes = telethonFile(read(await given.getByLabel('Session string').textContent()));
  await given.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('dialog', { name }).getByText('Exported', { exact: true }).waitFor();
  await remove(page, name, { logOut: false });

  const damaged = Buffer.from(bytes);
  damaged.fill(0xff, 100, 200);
  const file = (called, buffer) => ({ name: called, mimeType: 'application/octet-stream', buffer });
  await page.getByRole('button', { name: 'Import sessions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import sessions' });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), dialog.getByRole('button', { name: 'Session files' }).click()]);
  await chooser.setFiles([
    file('harbour.session', bytes),
    file('damaged.session', damaged),
    file('letter.session', Buffer.from('no session at all')),
    file('again.session', bytes),
  ]);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByRole('status').filter({ hasText: '1 imported · 3 refused' }).waitFor();
  const row = (called) => dialog.getByRole('row').filter({ hasText: called });
  await row('harbour.session').getByText('Imported').waitFor();
  for (const foreign of ['damaged.session', 'letter.session']) {
    await row(foreign).getByText('This is no session file of Pyrogram, Kurigram or Telethon.').waitFor();
  }
  await row('again.session').getByText('An account here has this session already.').waitFor();
  await shot('telegram-files');
  await accessible();
  await dialog.getByRole('button', { name: 'Done' }).click();

  // Whose session it is says Telegram, some moments later.
  const brought = page.getByRole('row').filter({ hasText: phone.slice(-8) });
  await brought.getByText('harbour').waitFor();
  await brought.getByText('Ready').waitFor();
  const { items } = await gateway('GET', `/accounts/?q=${phone}`);
  assert.equal(items.length, 1);
  assert.notEqual(items[0].id, id);
  await direct(items[0].id);
  await end();
});

test('files that are refused are told in Russian, on a phone', async () => {
  const { page, goto, shot, accessible, wellSet, end } = await visit({ language: 'ru', scheme: 'dark', width: 390 });
  await goto('/admin/telegram');
  await page.getByRole('button', { name: 'Импорт сессий' }).click();
  const dialog = page.getByRole('dialog', { name: 'Импорт сессий' });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), dialog.getByRole('button', { name: /Файлы/ }).click()]);
  await chooser.setFiles({ name: 'a-letter-with-a-long-name.session', mimeType: 'text/plain', buffer: Buffer.from('no session at all') });
  await dialog.getByRole('button', { name: 'Импортировать', exact: true }).click();
  await dialog.getByRole('row').filter({ hasText: 'a-letter' }).getByText('Это не файл сессии').waitFor();
  await shot('telegram-files-ru-dark-390');
  await accessible();
  await wellSet();
  await end();
});
