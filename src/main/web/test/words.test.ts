import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Words = { [key: string]: string | Words };

const source = join(import.meta.dirname, '../src');
const folders = ['i18n', ...readdirSync(join(source, 'pages')).map((page) => `pages/${page}`)];
const FORMS = { en: ['one', 'other'], ru: ['one', 'few', 'many', 'other'] };

function words(folder: string, language: string): Words {
  return JSON.parse(readFileSync(join(source, folder, `${language}.json`), 'utf8')) as Words;
}

function flat(words: Words, prefix = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
}

/** Codes of refusals end with what they will: `bulk.too_many` is no plural. */
const plural = (key: string) => (key.startsWith('refusal.') ? null : /^(.*)_(one|few|many|other)$/.exec(key));
const subjects = (found: [string, string][]) => new Set(found.map(([key]) => plural(key)?.[1] ?? key));
const slots = (text: string) => [...text.matchAll(/{{(\w+)/g)].map(([, name]) => name).sort();

/** Keys that are written out in the code of a folder. */
function used(folder: string): string[] {
  return readdirSync(join(source, folder), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name))
    .flatMap((file) =>
      [...readFileSync(join(file.parentPath, file.name), 'utf8').matchAll(/\bt\(\s*'([^'$]+)'/g)].map(([, key]) => key!),
    );
}

describe.each(folders)('the words of %s', (folder) => {
  const en = flat(words(folder, 'en'));
  const ru = flat(words(folder, 'ru'));

  it('are the same things in both languages', () => {
    expect([...subjects(ru)].sort()).toEqual([...subjects(en)].sort());
  });

  it.each(['en', 'ru'] as const)('have every form of a plural that %s has', (language) => {
    const found = language === 'en' ? en : ru;
    const keys = new Set(found.map(([key]) => key));
    for (const subject of new Set(found.flatMap(([key]) => plural(key)?.[1] ?? []))) {
      expect(FORMS[language].filter((form) => !keys.has(`${subject}_${form}`)), subject).toEqual([]);
    }
  });

  it('are nowhere empty, and leave the same places open', () => {
    const english = new Map(en);
    for (const [key, text] of [...en, ...ru]) {
      expect(text.trim(), key).not.toBe('');
    }
    for (const [key, text] of ru) {
      const twin = english.get(key) ?? english.get(`${plural(key)?.[1]}_other`)!;
      expect(slots(text), key).toEqual(slots(twin));
    }
  });

  it('say everything that the code asks them to say', () => {
    const common = subjects(flat(words('i18n', 'en')));
    const own = subjects(en);
    const missing = used(folder).filter((key) => {
      const [namespace, rest] = key.includes(':') ? key.split(':') as [string, string] : [undefined, key];
      if (namespace === 'common') {
        return !common.has(rest);
      }
      return namespace === undefined && !own.has(rest) && !common.has(rest);
    });
    expect(missing).toEqual([]);
  });
});

it('the shared parts say only what is in the common words', () => {
  const common = subjects(flat(words('i18n', 'en')));
  const missing = [...used('ui'), ...used('session'), ...used('i18n')].filter((key) => !common.has(key.replace(/^common:/, '')));
  expect(missing).toEqual([]);
});
