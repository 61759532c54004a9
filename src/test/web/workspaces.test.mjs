import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, close, everyLook, newcomer, visit } from './browser.mjs';

after(close);

const signedIn = (who) => ({ as: { login: who.login, password: who.password } });
const dialog = (page) => page.getByRole('dialog');

async function member(workspace, owner, role, name) {
  const who = await newcomer('own-member');
  await ask('PATCH', '/api/auth/v1/me', { token: who.token, body: { name } });
  const { body: invitation } = await ask('POST', `/api/app/v1/workspaces/${workspace}/invitations`, { token: owner.token, body: { role } });
  const taken = await ask('POST', '/api/app/v1/invitations/accept', { token: who.token, body: { token: invitation.token } });
  assert.equal(taken.status, 200, JSON.stringify(taken.body));
  return who;
}

async function workspace(owner, name) {
  const { status, body } = await ask('POST', '/api/app/v1/workspaces', { token: owner.token, body: { name } });
  assert.equal(status, 201, JSON.stringify(body));
  return body.id;
}

const membersOf = async (id, token) => (await ask('GET', `/api/app/v1/workspaces/${id}/members`, { token })).body.items;

const olga = await newcomer('own-owner', { language: 'ru' });
await ask('PATCH', '/api/auth/v1/me', { token: olga.token, body: { name: 'Olga' } });
await workspace(olga, 'Tests of the night shift');
const newsroom = await workspace(olga, 'Newsroom');
await member(newsroom, olga, 'operator', 'Pavel Operator');
await member(newsroom, olga, 'viewer', '');
await ask('POST', `/api/app/v1/workspaces/${newsroom}/invitations`, { token: olga.token, body: { role: 'viewer' } });

test('the workspaces look well everywhere', () =>
  everyLook(
    'workspaces',
    '/account/workspaces',
    async ({ page }) => {
      await page.getByRole('button', { name: /Newsroom/ }).click();
      await page.getByText('Pavel Operator').waitFor();
      await page.getByRole('button', { name: /^(Withdraw|Отозвать)$/ }).waitFor();
    },
    signedIn(olga),
  ));

test('whoever is in no workspace is told what to do', async () => {
  const who = await newcomer('own-alone');
  const { page, goto, shot, accessible, end } = await visit({ ...signedIn(who), width: 390 });
  await goto('/account/workspaces');
  await page.getByText('You are in no workspace yet.').waitFor();
  await shot('workspaces-none-en-light-390');
  await accessible();
  await end();
});

test('a workspace is made and renamed, somebody is invited by a link, and it is deleted', async () => {
  const owner = await newcomer('own-maker');
  const guest = await newcomer('own-guest');
  await ask('PATCH', '/api/auth/v1/me', { token: guest.token, body: { name: 'Gleb' } });
  const { page, goto, shot, accessible, end } = await visit({ ...signedIn(owner), width: 390 });
  await goto('/account/workspaces');
  await page.getByRole('button', { name: 'New workspace' }).click();
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('North');
  await dialog(page).getByRole('button', { name: 'Create' }).click();
  await page.getByRole('button', { name: 'Rename' }).click();
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('North desk');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: /North desk/ }).waitFor();

  await page.getByRole('button', { name: 'Invite' }).click();
  await dialog(page).getByRole('radio', { name: 'viewer' }).check();
  await shot('workspaces-invite-en-light-390');
  await accessible();
  await dialog(page).getByRole('button', { name: 'Make an invitation' }).click();
  const link = (await dialog(page).getByRole('group', { name: 'Link' }).innerText()).trim();
  await shot('workspaces-invitation-en-light-390');
  await accessible();
  await dialog(page).getByRole('button', { name: 'Done' }).click();

  // The guest is not signed in when they follow the link, and comes back to it.
  const other = await visit({ as: null });
  await other.page.goto(link);
  await other.page.waitForURL('**/login');
  await other.page.getByLabel('Login').fill(guest.login);
  await other.page.getByRole('textbox', { name: 'Password' }).fill(guest.password);
  await other.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await dialog(other.page).getByText(`${owner.login} invites you to the workspace “North desk”.`, { exact: true }).waitFor();
  await dialog(other.page).getByText('You would be: viewer').waitFor();
  await other.shot('workspaces-accept-en-light-1440');
  await other.accessible();
  await dialog(other.page).getByRole('button', { name: 'Accept' }).click();
  await other.page.getByText('You are in North desk now: viewer').waitFor();
  await other.page.getByText('Gleb').waitFor();
  assert.equal(new URL(other.page.url()).hash, '');
  await other.end();

  await page.reload();
  await page.getByRole('button', { name: /North desk/ }).click();
  await page.getByText('Nobody is invited.').waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  assert.ok(await dialog(page).getByRole('button', { name: 'Delete' }).isDisabled());
  await dialog(page).getByRole('textbox').fill('North desk');
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await page.getByText('You are in no workspace yet.').waitFor();
  await end();
});

test('a role is changed, a member removed, and the workspace handed over and left', async () => {
  const owner = await newcomer('own-giver');
  const id = await workspace(owner, 'Relay');
  const heir = await member(id, owner, 'viewer', 'Vera');
  await member(id, owner, 'viewer', 'Zoya');
  const { page, goto, end } = await visit(signedIn(owner));
  await goto('/account/workspaces');
  await page.getByRole('button', { name: /Relay/ }).click();
  await page.getByRole('combobox', { name: 'Role of Vera' }).click();
  await page.getByRole('option', { name: 'operator' }).click();
  await page.getByText('The role is changed').waitFor();
  assert.equal((await membersOf(id, owner.token)).find(({ name }) => name === 'Vera').role, 'operator');

  await page.getByRole('button', { name: 'More about Zoya' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await dialog(page).getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Zoya', { exact: true }).waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'More about Vera' }).click();
  await page.getByRole('menuitem', { name: 'Make owner in my place' }).click();
  await dialog(page).getByRole('textbox').fill('Relay');
  await dialog(page).getByRole('button', { name: 'Hand over' }).click();
  await page.getByText('The workspace has another owner').waitFor();
  await page.getByRole('button', { name: 'Invite' }).waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Leave' }).click();
  await dialog(page).getByRole('button', { name: 'Leave' }).click();
  await page.getByText('You are in no workspace yet.').waitFor();
  assert.deepEqual((await membersOf(id, heir.token)).map(({ name, role }) => [name, role]), [['Vera', 'owner']]);
  await end();
});

test('the last owner cannot leave, and is told why', async () => {
  const owner = await newcomer('own-last');
  await workspace(owner, 'Alone');
  const { page, goto, end } = await visit({ ...signedIn(owner), language: 'ru' });
  await goto('/account/workspaces');
  await page.getByRole('button', { name: /Alone/ }).click();
  await page.getByRole('button', { name: 'Покинуть' }).click();
  await dialog(page).getByRole('button', { name: 'Покинуть' }).click();
  await page.getByText('Не получилось').waitFor();
  await page.getByRole('button', { name: /Alone/ }).waitFor();
  await end();
});
