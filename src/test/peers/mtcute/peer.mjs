// A day with mtcute's own client against the stand-in of Telegram: node peer.mjs <url of its admin channel>.
// Prints what came out as one line of JSON; what fails ends the process with a trace.
import { connectTcp } from '@fuman/node';
import { IntermediatePacketCodec, MemoryStorage, ObfuscatedPacketCodec } from '@mtcute/core';
import { TelegramClient } from '@mtcute/core/client.js';
import { addPublicKey } from '@mtcute/core/utils.js';
import { __tlReaderMap as readerMap } from '@mtcute/tl/binary/reader.js';
import { __tlWriterMap as writerMap } from '@mtcute/tl/binary/writer.js';
import { Crypto, platform } from './machine.mjs';

const channel = 'pult_news';
const admin = process.argv[2];
const ask = async path => (await fetch(`${admin}/stand-in/${path}`)).json();

const { key, data_centres: centres } = await ask('about');
const ports = new Map(centres.map(centre => [centre.id, centre.port]));

// It knows addresses of the real one by heart: whatever it wants to dial, it gets the stand-in.
function transport(codec) {
    return { connect: centre => connectTcp({ address: '127.0.0.1', port: ports.get(centre.id) }), packetCodec: codec };
}

const crypto = new Crypto();
addPublicKey(crypto, key.pem);

async function signIn(phone, secret, codec) {
    const centre = { id: 2, ipAddress: '127.0.0.1', port: ports.get(2) };
    const client = new TelegramClient({
        apiId: 4, apiHash: 'hash', storage: new MemoryStorage(), crypto, platform, transport: transport(codec),
        // Its own schema is of a layer that the stand-in has no lines for.
        overrideLayer: 223, readerMap, writerMap,
        defaultDcs: { main: centre, media: { ...centre, mediaOnly: true } },
    });
    await client.start({
        phone, password: secret, codeSentCallback: () => {},
        code: async () => (await ask(`accounts/${phone}`)).code,
    });
    return client;
}

async function until(what, found) {
    for (const end = Date.now() + 20_000; Date.now() < end; await new Promise(resolve => setTimeout(resolve, 20))) {
        if (found()) return true;
    }
    throw new Error(`not within 20 s: ${what}`);
}

const ada = await signIn('79990000001', 'secret', () => new IntermediatePacketCodec());
const bob = await signIn('79990000002', undefined, () => new ObfuscatedPacketCodec(new IntermediatePacketCodec()));
const heard = [];
const statuses = [];
bob.onNewMessage.add(message => heard.push(message.text));
bob.onUserStatusUpdate.add(update => statuses.push(update.status));
await bob.startUpdatesLoop();

const news = await ada.getChat(channel);
const posts = await ada.getHistory(channel, { limit: 10 });
const post = posts[0];

await ada.sendReaction({ chatId: channel, message: post.id, emoji: '👍' });
const comment = await ada.commentText(post, 'a comment');
const views = await ada.call({
    _: 'messages.getMessagesViews', peer: await ada.resolvePeer(channel), id: [post.id], increment: false,
});

const letter = await ada.sendText('bobby', 'a letter');
await until('the letter', () => heard.includes('a letter'));
await until('the comment', () => heard.includes('a comment'));
await ada.call({ _: 'account.updateStatus', offline: false });
await until('presence', () => statuses.includes('online'));

const [seen] = await ada.getMessages(channel, post.id);
const me = await ada.getMe();
await ada.call({ _: 'auth.logOut' });
const outside = await ada.call({ _: 'updates.getState' }).then(() => 'inside', error => error.text);
console.log(JSON.stringify({
    me: me.username,
    channel: news.title,
    posts: posts.map(each => each.text),
    reactions: seen.reactions.reactions.map(each => [each.emoji, each.count]),
    comment: comment.id > 0,
    views: views.views.length,
    letter: letter.id > 0,
    outside,
}));
process.exit(0);
