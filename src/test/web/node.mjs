// A node of a test's own, which may be killed.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** JSON: the program and its arguments. It is to start a node that says when it is ready, as `pult play` does. */
const command = JSON.parse(process.env.PULT_NODE_COMMAND ?? '[]');
const PATIENCE_MS = 120_000;
const READY = 'Ctrl-C stops everything';

/** One that nobody listens on; the node keeps it over its restarts. */
function freePort() {
  return new Promise((found, failed) => {
    const server = createServer().on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

/** Nothing that steers the node of the other tests may steer this one. */
function environment(own) {
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PULT_'))), ...own };
}

/** @returns a node that runs, in a folder of its own */
export async function node() {
  if (command.length === 0) {
    throw new Error('PULT_NODE_COMMAND says how a node is started: ["java", "-jar", "target/pult.jar", "play"]');
  }
  const given = process.env.PULT_NODE_DATA;
  const data = given ?? join(mkdtempSync(join(tmpdir(), 'pult-robust-')), 'data');
  const folder = dirname(data);
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const log = join(folder, 'node.log');
  const own = {
    PULT_DATA_DIR: data,
    PULT_HTTP_PORT: String(port),
    PULT_MANAGEMENT_PORT: '0',
    PULT_LIMITS_DEFAULT_REQUESTS_PER_MINUTE: '1000000',
  };
  let process_;
  let ended;

  const start = async () => {
    const from = sayings(log).length;
    const output = openSync(log, 'a');
    process_ = spawn(command[0], command.slice(1), { cwd: folder, env: environment(own), stdio: ['ignore', output, output] });
    ended = new Promise((over) => process_.once('exit', over));
    const deadline = Date.now() + PATIENCE_MS;
    while (!sayings(log).slice(from).includes(READY)) {
      if (process_.exitCode !== null || Date.now() > deadline) {
        throw new Error(`the node did not start:\n${sayings(log).slice(from)}`);
      }
      await new Promise((done) => setTimeout(done, 200));
    }
  };

  await start();
  const { administrator } = JSON.parse(readFileSync(join(data, 'playground.json'), 'utf8'));
  return {
    base: `http://127.0.0.1:${port}`,
    administrator,
    start,
    kill: async () => {
      process_.kill('SIGKILL');
      await ended;
    },
    end: async () => {
      process_.kill('SIGTERM');
      await ended;
      if (given === undefined) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function sayings(log) {
  try {
    return readFileSync(log, 'utf8');
  } catch {
    return '';
  }
}
