import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Words = { [key: string]: string | Words };

const source = join(import.meta.dirname, '../src');
const pages = readdirSync(join(source, 'pages')).map((page) => `pages/${page}`);
const folders = ['i18n', ...pages];
const FORMS = { en: ['one', 'other'], ru: ['one', 'few', 'many', 'other'] };

function words(folder: string, language: string): Words {
  return JSON.parse(readFileSync(join(source, folder, `${language}.json`), 'utf8')) as Words;
}

/** The names of pages in the menu, as `i18n/index.ts` gathers them into the common words. */
function menu(language: string): Words {
  const files = pages.map((page) => join(source, page, `menu.${language}.json`)).filter((file) => existsSync(file));
  return Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Words)) as Words;
}

const commonWords = (language: string) => ({ ...words('i18n', language), nav: menu(language) });

function flat(words: Words, prefix = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
}

/** Codes of refusals end with what they will: `bulk.too_many` is no plural. */
const plural = (key: string) => (key.startsWith('refusal.') ? null : /^(.*)_(one|few|many|other)$/.exec(key));
const subjects = (found: [string, string][]) => new Set(found.map(([key]) => plural(key)?.[1] ?? key));
const slots = (text: string) => [...text.matchAll(/{{(\w+)/g)].map(([, name]) => name).sort();

function code(folder: string): string {
  return readdirSync(join(source, folder), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name) && file.name !== 'schema.d.ts')
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
    .join('\n');
}

/** Keys that are written out in the code of a folder. */
function used(folder: string): string[] {
  return [...code(folder).matchAll(/\bt\(\s*'([^'$]+)'/g)].map(([, key]) => key!);
}

/** Whether some code may ask for a key: it has it as a text, or as the beginning of one that it completes: `state.${state}`. */
function asked(text: string): (key: string) => boolean {
  const whole = new Set([...text.matchAll(/'(?:common:)?([\w.-]+)'/g)].map(([, key]) => key));
  const begun = [...text.matchAll(/`(?:common:)?([\w.-]+)\$\{/g)].map(([, key]) => key!);
  return (key) => whole.has(key) || begun.some((beginning) => key.startsWith(beginning));
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
    const common = subjects(flat(commonWords('en')));
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

  it('are all asked for somewhere', () => {
    const isAsked = asked(code(folder === 'i18n' ? '.' : folder));
    // Which refusals there are is for the gateway to say.
    expect([...subjects(en)].filter((key) => !key.startsWith('refusal.') && !isAsked(key))).toEqual([]);
  });
});

it('the shared parts say only what is in the common words', () => {
  const common = subjects(flat(commonWords('en')));
  const missing = [...used('ui'), ...used('session'), ...used('i18n')].filter((key) => !common.has(key.replace(/^common:/, '')));
  expect(missing).toEqual([]);
});

it('every page of the menu has a name in both languages', () => {
  const listed = [...readFileSync(join(source, 'routes.tsx'), 'utf8').matchAll(/\bname: '(\w+)'/g)].map(([, name]) => name!);
  expect(listed).toContain('control');
  expect(Object.keys(menu('en')).sort()).toEqual([...listed].sort());
  expect(Object.keys(menu('ru')).sort()).toEqual([...listed].sort());
});
