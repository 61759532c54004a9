// Writes schema.txt from the two pinned versions of @mtcute/tl and from older.txt, our own lines for what layers 198 and
// 201 have differently. Every id is checked against the CRC32 of its line, so that a slip in a line cannot pass.
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'

const load = createRequire(import.meta.url)

// Their ids are made by hand: the rule gives another number, on the server, too.
const BY_HAND = new Set([
    'ipPortSecret', 'accessPointRule', 'help.configSimple', 'inputPeerPhotoFileLocationLegacy',
    'inputStickerSetThumbLegacy', 'invokeWithBusinessConnectionPrefix', 'invokeWithGooglePlayIntegrityPrefix',
    'invokeWithApnsSecretPrefix', 'invokeWithReCaptchaPrefix', 'msg_container', 'gzip_packed', 'message',
])

const PLAIN = { int53: 'long' }

function type(argument) {
    const { isVector, isBareVector, isBareUnion, isBareType, predicate } = argument.typeModifiers ?? {}
    let name = PLAIN[argument.type] ?? argument.type
    if (name.startsWith('mt_')) name = name.slice(3)
    if ((isBareUnion || isBareType) && !/^[a-z]/.test(name)) name = '%' + name
    if (isVector) name = `Vector<${name}>`
    if (isBareVector) name = `vector<${name}>`
    return predicate ? `${predicate}?${name}` : name
}

function line(entry) {
    const generics = (entry.generics ?? []).map(generic => `{${generic.name}:${generic.type}} `).join('')
    const fields = entry.arguments.map(argument => `${argument.name}:${type(argument)} `).join('')
    const { isVector } = entry.typeModifiers ?? {}
    const result = PLAIN[entry.type] ?? entry.type
    const id = (entry.id >>> 0).toString(16).padStart(8, '0')
    return `${entry.name.replace(/^mt_/, '')}#${id} ${generics}${fields}= ${isVector ? `Vector<${result}>` : result}`
}

function crc32(text) {
    let crc = -1
    for (const byte of Buffer.from(text)) {
        crc ^= byte
        for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
    }
    return (crc ^ -1) >>> 0
}

/** What the id is the CRC32 of: core.telegram.org/mtproto/TL, "Combinator number". */
function normal(text) {
    return text.replace(/#[0-9a-f]{8}/, '').replace(/ \w+:\w+\.\d+\?true/g, '')
        .replace(/([:?])bytes /g, '$1string ').replace(/</g, ' ').replace(/[>{}]/g, '').replace(/ +/g, ' ').trim()
}

function check(text) {
    const [, name, id] = /^([\w.]+)#([0-9a-f]{8}) /.exec(text) ?? []
    if (!name) throw new Error(`not a line of TL: ${text}`)
    if (!BY_HAND.has(name) && crc32(normal(text)) !== parseInt(id, 16)) {
        throw new Error(`${name}: the id should be ${crc32(normal(text)).toString(16)}: ${text}`)
    }
    return text
}

function lines(schema, kind) {
    // The package adds entries of its own, which no server knows.
    return schema.filter(entry => entry.kind === kind && !entry.name.startsWith('mtcute.')).map(line).map(check)
}

const sections = new Map()
function add(layers, kind, text) {
    const key = `== ${layers}, ${kind}`
    sections.set(key, [...sections.get(key) ?? [], text])
}

const service = load('tl-223/mtp-schema.json')
for (const kind of ['class', 'method']) {
    for (const text of lines(service, kind)) add('mtproto', 'service', text)
}

const older = readFileSync('older.txt', 'utf8').split('\n')
const layer204 = load('tl-204/api-schema.json').e
const layer223 = load('tl-223/api-schema.json').e
for (const kind of ['class', 'method']) {
    const word = kind === 'class' ? 'types' : 'functions'
    const before = lines(layer204, kind)
    const after = lines(layer223, kind)
    const [inBefore, inAfter] = [new Set(before), new Set(after)]
    for (const text of before) add(inAfter.has(text) ? '204 223' : '204', word, text)
    for (const text of after) if (!inBefore.has(text)) add('223', word, text)
    let layers
    for (const text of older) {
        const head = /^== ([\d ]+), (\w+)$/.exec(text)
        if (head) layers = head[2] === word ? head[1] : undefined
        else if (layers && text && !text.startsWith('#')) add(layers, word, check(text))
    }
}

const head = `# What is said to Telegram and back: names, ids and fields, written by \`make tl\`; do not edit.
# A section names the layers that its lines belong to. Layers 198 and 201 are layer 204 with their own lines laid over it
# by name. From @mtcute/tl 204.0.0 and 223.0.0 (MIT License, (c) Alina Sireneva) and older.txt.
`
const order = ['== mtproto, service', ...['204 223', '204', '223', '198 201', '201', '198']
    .flatMap(layers => ['types', 'functions'].map(kind => `== ${layers}, ${kind}`))]
const unknown = [...sections.keys()].find(key => !order.includes(key))
if (unknown) throw new Error(`older.txt: ${unknown} is not a section that anybody reads`)
writeFileSync('schema.txt', head + order.filter(key => sections.has(key))
    .map(key => `\n${key}\n${sections.get(key).join('\n')}\n`).join(''))
