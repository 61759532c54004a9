// node peer.mjs write: the same session as each of the packages writes it. node peer.mjs read {…}: what they find in ours.
import {
  parseGramjsSession,
  parsePyrogramSession,
  parseTelethonSession,
  serializeGramjsSession,
  serializePyrogramSession,
  serializeTelethonSession,
} from '@mtcute/convert'
import { readStringSession, writeStringSession } from '@mtcute/core/utils.js'
import telegram from 'telegram/sessions/index.js'

const key = Uint8Array.from({ length: 256 }, (_, i) => (i * 37 + 11) & 255)
const address = { dcId: 4, ipAddress: '149.154.167.91', port: 443, authKey: key }
const dc = { id: 4, ipAddress: '149.154.167.91', port: 443 }
const self = { userId: 5000000007, isBot: false }

async function byGramJs(string) {
  const session = new telegram.StringSession(string)
  await session.load()
  return session
}

async function write() {
  const telethon6 = { ...address, ipAddress: '2001:67c:4e8:f004::a', ipv6: true }
  const gramJs = serializeGramjsSession(address)
  return {
    PYROGRAM: serializePyrogramSession({ ...self, dcId: 4, apiId: 2040, isTest: false, authKey: key }),
    PYROGRAM_64: serializePyrogramSession({ ...self, dcId: 4, isTest: false, authKey: key }),
    TELETHON: serializeTelethonSession({ ...address, ipv6: false }),
    TELETHON_6: serializeTelethonSession(telethon6),
    GRAMJS: (await byGramJs(gramJs)).save(),
    MTCUTE: writeStringSession({ version: 3, primaryDcs: { main: dc, media: dc }, self, authKey: key }),
  }
}

async function read(strings) {
  const hex = bytes => Buffer.from(bytes).toString('hex')
  const gramJs = await byGramJs(strings.GRAMJS)
  const pyrogram = parsePyrogramSession(strings.PYROGRAM)
  const telethon = parseTelethonSession(strings.TELETHON)
  const parsedGramJs = parseGramjsSession(strings.GRAMJS)
  const mtcute = readStringSession(strings.MTCUTE)
  return {
    keys: [
      hex(pyrogram.authKey),
      hex(telethon.authKey),
      hex(gramJs.authKey.getKey()),
      hex(parsedGramJs.authKey),
      hex(mtcute.authKey),
    ],
    centres: [pyrogram.dcId, telethon.dcId, gramJs.dcId, parsedGramJs.dcId, mtcute.primaryDcs.main.id],
    addresses: [
      telethon.ipAddress,
      gramJs.serverAddress,
      parsedGramJs.ipAddress,
      mtcute.primaryDcs.main.ipAddress,
    ],
    users: [pyrogram.userId, mtcute.self.userId],
    apiId: pyrogram.apiId,
  }
}

const [command, strings] = process.argv.slice(2)
console.log(JSON.stringify(command === 'write' ? await write() : await read(JSON.parse(strings))))
