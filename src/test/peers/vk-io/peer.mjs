// One scenario against the stand-in, with vk-io's own client: node peer.mjs <scenario> <url of the stand-in>.
// Prints what came out as one line of JSON; a scenario that throws ends the process with a trace.
import http from 'node:http';
import { API, CallbackService, executes, resolveResource } from 'vk-io';

const [scenario, url] = process.argv.slice(2);

function api(token, options = {}) {
    return new API({
        token,
        apiBaseUrl: `${url}/method`,
        // Its default agent speaks TLS only.
        agent: http.globalAgent,
        ...options,
    });
}

function settled(results) {
    return results.map(each => each.status === 'fulfilled' ? each.value : { code: each.reason.code });
}

const scenarios = {
    async users() {
        return api('user').users.get({ user_ids: ['pult_demo', 1002, 'nobody_at_all'], fields: ['screen_name'] });
    },

    async sequential() {
        const client = api('user');
        const calls = Array.from({ length: 5 }, (_, i) => client.users.get({ user_ids: 1001 + i }));
        return (await Promise.all(calls)).map(users => users[0].id);
    },

    // More calls than the token may make in a second, with a client that believes in more.
    async tooMany() {
        const client = api('user', { apiLimit: 20 });
        const calls = Array.from({ length: 7 }, () => client.users.get({ user_ids: 1001 }));
        return (await Promise.all(calls)).map(users => users[0].id);
    },

    async parallel() {
        const client = api('user', { apiMode: 'parallel' });
        return settled(await Promise.allSettled([
            client.users.get({ user_ids: 1001 }),
            client.groups.getMembers({ group_id: 'nobody_at_all' }),
            client.utils.resolveScreenName({ screen_name: 'pult_club' }),
            client.wall.get({ owner_id: -7001, count: 2 }),
        ]));
    },

    async resolve() {
        const client = api('group');
        const links = [
            'https://vk.com/pult_demo', 'https://vk.ru/club7001', 'pult_page', '[id1002|Anna]', 'https://vk.com/wall-7001_3',
        ];
        const found = [];
        for (const resource of links) {
            const { id, type } = await resolveResource({ api: client, resource });
            found.push({ id, type });
        }
        return found;
    },

    async free() {
        return resolveResource({ api: api('group'), resource: 'nobody_at_all' }).then(
            () => 'found', error => error.code);
    },

    // Its collector sends VKScript that the stand-in does not run; this is its other way to batch.
    async executes() {
        const queue = Array.from({ length: 30 }, (_, page) => ({ group_id: 7001, count: 110, offset: 110 * page }));
        const { response, errors } = await executes({ api: api('group'), method: 'groups.getMembers', queue });
        return { members: new Set(response.flatMap(page => page.items)).size, errors: errors.length };
    },

    async captcha() {
        const callbackService = new CallbackService();
        const asked = [];
        callbackService.onCaptcha(async ({ sid, redirectUri }, retry) => {
            asked.push(redirectUri === undefined ? 'picture' : 'page');
            const session = redirectUri === undefined ? '' : new URL(redirectUri).searchParams.get('session_token');
            await retry(redirectUri === undefined ? `key${sid}` : `passed${session}`);
        });
        const [user] = await api('user', { callbackService }).users.get({});
        return { asked, id: user.id };
    },

    async message() {
        const client = api('group');
        const letter = { peer_id: 1001, random_id: 42, message: 'hi' };
        return [await client.messages.send(letter), await client.messages.send(letter)];
    },

    async html() {
        const [user] = await api('user', { apiWait: 50 }).users.get({});
        return user.id;
    },
};

console.log(JSON.stringify(await scenarios[scenario]()));
// Connections that are kept alive would keep the process as well.
http.globalAgent.destroy();
