// What sessions of a client cost that others wrote, against the data centre of the benchmark, whose keys are known. Arguments:
// <port> <sessions> <of them busy> <calls under way in each> <seconds>.
import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const [at, count, busy, depth, seconds] = process.argv.slice(2).map(Number);
const warm = 20;
const together = 10;

export const port = at;
export const query = 0x7ab1e000;
export const answer = 0x7ab1e001;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const rest = millis => new Promise(resolve => setTimeout(resolve, millis));

/** As the data centre makes it. */
export function key(number) {
    return Buffer.concat(Array.from({ length: 8 }, (_, part) => {
        const which = Buffer.alloc(8);
        which.writeInt32BE(number, 0);
        which.writeInt32BE(part, 4);
        return createHash('sha256').update('pult scale').update(which).digest();
    }));
}

async function heap() {
    for (let i = 0; i < 3; i++) {
        collect();
        await rest(200);
    }
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
}

/**
 * Prints one line of JSON: bytes of heap for each session, calls a second, microseconds of processor for each call.
 *
 * @param open of the number of a key, a client that is connected
 * @param call of a client
 */
export async function measure(open, call) {
    const clients = [];
    const openUpTo = async end => {
        while (clients.length < end) {
            const some = Array.from({ length: Math.min(together, end - clients.length) }, (_, i) => open(clients.length + i));
            for (const client of await Promise.all(some)) {
                await call(client);
                clients.push(client);
            }
        }
    };
    // What the first ones bring with them belongs to no session.
    await openUpTo(warm);
    const before = await heap();
    await openUpTo(warm + count);
    await rest(1_000);
    const each = (await heap() - before) / count;

    let answered = 0;
    let over = false;
    const callAgain = async client => {
        while (!over) {
            await call(client);
            answered++;
        }
    };
    const callers = clients.slice(0, busy).flatMap(client => Array.from({ length: depth }, () => callAgain(client)));
    // For the compiler.
    await rest(seconds * 1_000);
    const first = answered;
    const cpu = process.cpuUsage();
    const start = process.hrtime.bigint();
    await rest(seconds * 1_000);
    const calls = answered - first;
    const { user, system } = process.cpuUsage(cpu);
    const time = Number(process.hrtime.bigint() - start) / 1e9;
    over = true;
    await Promise.all(callers);
    console.log(JSON.stringify({ heap: each, calls: calls / time, cpu: (user + system) / calls }));
    process.exit(0);
}
