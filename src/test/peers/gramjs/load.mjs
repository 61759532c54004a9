// GramJS under the load of the benchmark: see load.mjs.
import { createRequire } from 'node:module';
import { answer, key, measure, port, query } from '../load.mjs';

const load = createRequire(import.meta.url);
const { TelegramClient } = load('telegram');
const { StringSession } = load('telegram/sessions');
const { AuthKey } = load('telegram/crypto/AuthKey');
const { ConnectionTCPAbridged } = load('telegram/network');
const { Logger, PromisedNetSockets } = load('telegram/extensions');

// It knows the addresses of the real one by heart, and one port: whatever it wants to dial, it gets the stand-in.
class Loopback extends PromisedNetSockets {
    connect() {
        return super.connect(port, '127.0.0.1');
    }
}

const body = Buffer.alloc(12);
body.writeUInt32LE(query, 0);
body.writeBigInt64LE(-1n, 4);

class NumberCall {
    classType = 'request';
    className = 'bench.Number';

    async resolve() {}

    getBytes() {
        return body;
    }

    readResult(reader) {
        if (reader.readInt(false) !== answer) throw new Error('not the answer of the benchmark');
        return { className: 'bench.Answer', number: reader.readLong() };
    }
}

async function open(number) {
    const session = new StringSession('');
    session.setDC(2, '127.0.0.1', 80);
    const authKey = new AuthKey();
    await authKey.setKey(key(number));
    session.setAuthKey(authKey);
    const client = new TelegramClient(session, 4, 'hash', {
        connection: ConnectionTCPAbridged, networkSocket: Loopback, connectionRetries: 2, baseLogger: new Logger('error'),
    });
    await client.connect();
    return client;
}

await measure(open, client => client.invoke(new NumberCall()));
