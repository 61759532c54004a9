// A `.session` file as Telethon writes it: the smallest database of SQLite (sqlite.org/fileformat2.html), of one table and row.
import { isIP } from 'node:net';

const PAGE = 4_096;
const MAGIC = 'SQLite format 3\0';
const LEAF = 13;
const TABLE =
  'CREATE TABLE sessions (dc_id integer primary key, server_address text, port integer, auth_key blob, takeout_id integer)';

/** Seven bits a byte, the highest first. */
function varint(value) {
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift((rest & 0x7f) | 0x80);
  }
  return Buffer.from(bytes);
}

/** A value of a row: its type, and its bytes. */
function valueOf(value) {
  if (value === null) {
    return { type: 0, bytes: Buffer.alloc(0) };
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return { type: 4, bytes };
  }
  const text = typeof value === 'string';
  const bytes = Buffer.from(value);
  return { type: bytes.length * 2 + (text ? 13 : 12), bytes };
}

function cell(id, values) {
  const all = values.map(valueOf);
  const types = Buffer.concat(all.map(({ type }) => varint(type)));
  const record = Buffer.concat([varint(types.length + 1), types, ...all.map(({ bytes }) => bytes)]);
  return Buffer.concat([varint(record.length), varint(id), record]);
}

/** A page with one row, which stands at its end. @param from where its header begins */
function leaf(row, from) {
  const page = Buffer.alloc(PAGE);
  const at = PAGE - row.length;
  row.copy(page, at);
  page[from] = LEAF;
  page.writeUInt16BE(1, from + 3);
  page.writeUInt16BE(at, from + 5);
  page.writeUInt16BE(at, from + 8);
  return page;
}

const HEADER = 100;

/** @returns the bytes of the file. @param session as `read` tells it */
export function telethonFile({ dc, host, port, key }) {
  const first = leaf(cell(1, ['table', 'sessions', 'sessions', 2, TABLE]), HEADER);
  first.write(MAGIC, 'latin1');
  first.writeUInt16BE(PAGE, 16);
  first.set([1, 1, 0, 64, 32, 32], 18);
  // One change so far, two pages, the fourth form of the schema, UTF-8.
  [[24, 1], [28, 2], [40, 1], [44, 4], [56, 1], [92, 1], [96, 3_040_001]].forEach(([at, value]) => first.writeUInt32BE(value, at));
  return Buffer.concat([first, leaf(cell(dc, [null, host, port, key, null]), 0)]);
}

/** What a session string of Telethon says: `1`, then the data centre, its address, its port and the key in base64url. */
export function read(session) {
  const bytes = Buffer.from(session.slice(1), 'base64url');
  const host = [...bytes.subarray(1, bytes.length - 258)].join('.');
  if (session[0] !== '1' || isIP(host) !== 4) {
    throw new Error('no session string of Telethon, or one with another kind of address');
  }
  return { dc: bytes[0], host, port: bytes.readUInt16BE(bytes.length - 258), key: bytes.subarray(-256) };
}
