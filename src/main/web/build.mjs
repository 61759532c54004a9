// Builds the app into target/classes/web: installs what package-lock.json says, when it says something new, and writes a
// compressed copy beside each file, which the gateway gives to whoever takes it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../../../target/classes/web');
const run = (command, ...args) => execFileSync(command, args, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] });
const quietly = (command, ...args) => execFileSync(command, args, { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });

function install() {
  const stamp = join(here, 'node_modules/.installed');
  const wanted = createHash('sha256').update(readFileSync(join(here, 'package-lock.json'))).digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    run('npm', 'ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error');
    writeFileSync(stamp, wanted);
  }
}

function compress() {
  for (const folder of [target, join(target, 'assets')]) {
    for (const file of readdirSync(folder, { withFileTypes: true })) {
      if (file.isFile() && /\.(js|css|html|svg)$/.test(file.name)) {
        const plain = readFileSync(join(folder, file.name));
        const small = gzipSync(plain, { level: 9 });
        if (small.length < plain.length) {
          writeFileSync(join(folder, `${file.name}.gz`), small);
        }
      }
    }
  }
}

const what = process.argv[2];
install();
if (what === 'test') {
  run('npm', 'run', '--silent', 'test');
} else if (what !== 'install') {
  quietly('npm', 'run', '--silent', 'types');
  run('npm', 'run', '--silent', 'build');
  compress();
}
