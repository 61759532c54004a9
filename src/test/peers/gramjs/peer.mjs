// A day with GramJS's own client against the stand-in of Telegram: node peer.mjs <url of its admin channel>.
// Prints what came out as one line of JSON; what fails ends the process with a trace.
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const { Api, TelegramClient } = load('telegram');
const { StringSession } = load('telegram/sessions');
const { Raw } = load('telegram/events');
const { ConnectionTCPAbridged, ConnectionTCPObfuscated } = load('telegram/network');
const { Logger, PromisedNetSockets } = load('telegram/extensions');
const { _serverKeys } = load('telegram/crypto/RSA');
const bigInt = load('big-integer');

const admin = process.argv[2];
const ask = async path => (await fetch(`${admin}/stand-in/${path}`)).json();

const { key, data_centres: centres } = await ask('about');
const { id: dc, port } = centres.find(centre => centre.id === 2);

// It knows the addresses of the real one by heart, and one port: whatever it wants to dial, it gets the stand-in.
class Loopback extends PromisedNetSockets {
    connect() {
        return super.connect(port, '127.0.0.1');
    }
}

_serverKeys.clear();
_serverKeys.set(String(BigInt.asIntN(64, BigInt(`0x${key.fingerprint}`))), { n: bigInt(key.modulus, 16), e: key.exponent });

async function signIn(phone, secret, connection) {
    const session = new StringSession('');
    session.setDC(dc, '127.0.0.1', 80);
    const client = new TelegramClient(session, 4, 'hash', {
        connection, networkSocket: Loopback, connectionRetries: 2, baseLogger: new Logger('error'),
    });
    await client.start({
        phoneNumber: async () => phone,
        phoneCode: async () => (await ask(`accounts/${phone}`)).code,
        password: async () => secret,
        onError: error => { throw error; },
    });
    return client;
}

async function until(what, found) {
    for (const end = Date.now() + 20_000; Date.now() < end; await new Promise(resolve => setTimeout(resolve, 20))) {
        if (found()) return true;
    }
    throw new Error(`not within 20 s: ${what}`);
}

const ada = await signIn('79990000001', 'secret', ConnectionTCPAbridged);
const bob = await signIn('79990000002', undefined, ConnectionTCPObfuscated);
const heard = [];
bob.addEventHandler(update => heard.push(update), new Raw({}));
const came = name => heard.filter(update => update.className === name);

const news = await ada.getEntity('pult_news');
const posts = await ada.getMessages(news, { limit: 10 });
const post = posts[0];

await ada.invoke(new Api.messages.SendReaction({
    peer: news, msgId: post.id, reaction: [new Api.ReactionEmoji({ emoticon: '👍' })],
}));
const comment = await ada.sendMessage(news, { message: 'a comment', commentTo: post.id });
const views = await ada.invoke(new Api.messages.GetMessagesViews({ peer: news, id: [post.id], increment: false }));

const friend = await ada.getEntity('bobby');
const letter = await ada.sendMessage(friend, { message: 'a letter' });
await until('the letter', () => heard.some(update => update.message === 'a letter' || update.message?.message === 'a letter'));
await until('the comment', () => came('UpdateNewChannelMessage').some(update => update.message.message === 'a comment'));
await ada.invoke(new Api.account.UpdateStatus({ offline: false }));
await until('presence', () => came('UpdateUserStatus').some(update => update.status.className === 'UserStatusOnline'));

const [seen] = await ada.getMessages(news, { ids: [post.id] });
const me = await ada.getMe();
await ada.invoke(new Api.auth.LogOut());
const outside = await ada.invoke(new Api.updates.GetState()).then(() => 'inside', error => error.errorMessage);
console.log(JSON.stringify({
    me: me.username,
    channel: news.title,
    posts: posts.map(each => each.message),
    reactions: seen.reactions.results.map(each => [each.reaction.emoticon, each.count]),
    comment: comment.id > 0,
    views: views.views.length,
    letter: letter.id > 0,
    outside,
}));
process.exit(0);
