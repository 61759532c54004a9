// What mtcute's core wants of the machine that it runs on.
import { createHash, createHmac, pbkdf2Sync, randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BaseCryptoProvider } from '@mtcute/core/utils.js';
import * as wasm from '@mtcute/wasm';

wasm.initSync(readFileSync(wasm.getWasmUrl()));

export class Crypto extends BaseCryptoProvider {
    sha1 = data => createHash('sha1').update(data).digest();
    sha256 = data => wasm.sha256(data);
    hmacSha256 = (data, key) => createHmac('sha256', key).update(data).digest();
    pbkdf2 = (secret, salt, rounds, length = 64, algorithm = 'sha512') =>
        pbkdf2Sync(secret, salt, rounds, length, algorithm);
    gzip = (data, most) => wasm.deflateMaxSize(data, most);
    gunzip = data => wasm.gunzip(data);
    randomFill = buffer => { randomFillSync(buffer); };
    createAesIge = (key, iv) => ({
        encrypt: data => wasm.ige256Encrypt(data, key, iv),
        decrypt: data => wasm.ige256Decrypt(data, key, iv),
    });
    createAesCtr = (key, iv) => {
        const context = wasm.createCtr256(key, iv);
        return { process: data => wasm.ctr256(context, data), close: () => wasm.freeCtr256(context) };
    };
}

export const platform = {
    beforeExit: () => () => {},
    log: (color, level, tag, format, values) => console.error(tag, format, ...values),
    getDefaultLogLevel: () => 1,
    getDeviceModel: () => 'peer',
};
