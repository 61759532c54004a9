import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { platform } from '@/platform';

export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT = 'pult.language';

/** Words come with the page that says them: `pages/<page>/<language>.json`; those of all pages from here. */
const words = import.meta.glob<{ default: object }>(['./*.json', '../pages/*/{en,ru}.json']);

/** Names of pages: they are short, and the menu and other pages say them before the page is there. */
const names = import.meta.glob<Record<string, string>>('../pages/*/menu.*.json', { eager: true, import: 'default' });

/** Of all pages in a language; words of all pages have them as `nav`. */
function menu(language: string): Record<string, string> {
  const files = Object.keys(names).filter((file) => file.endsWith(`.${language}.json`));
  return Object.assign({}, ...files.map((file) => names[file])) as Record<string, string>;
}

const files: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const file = namespace === 'common' ? `./${language}.json` : `../pages/${namespace}/${language}.json`;
    const load = words[file];
    if (load === undefined) {
      done(new Error(`no words in ${file}`), false);
    } else {
      load().then(
        (found) => done(null, namespace === 'common' ? { ...found.default, nav: menu(language) } : { ...found.default }),
        (failure: Error) => done(failure, false),
      );
    }
  },
};

function known(language: string | null | undefined): Language | undefined {
  const short = language?.slice(0, 2).toLowerCase();
  return LANGUAGES.find((each) => each === short);
}

export function language(): Language {
  return known(i18next.language) ?? 'en';
}

/** @param chosen by the person; kept in this browser */
export async function speak(chosen: Language): Promise<void> {
  localStorage.setItem(KEPT, chosen);
  await i18next.changeLanguage(chosen);
}

/** Whether the person has chosen one in this browser: then it goes before the one in their profile. */
export function hasChosen(): boolean {
  return known(localStorage.getItem(KEPT)) !== undefined;
}

export async function startI18n(): Promise<void> {
  const first = known(localStorage.getItem(KEPT)) ?? known(platform().language()) ?? 'en';
  i18next.on('languageChanged', (now) => {
    document.documentElement.lang = now;
  });
  await i18next
    .use(files)
    .use(initReactI18next)
    .init({
      lng: first,
      fallbackLng: false,
      supportedLngs: LANGUAGES,
      ns: ['common'],
      defaultNS: 'common',
      fallbackNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
      showSupportNotice: false,
    });
}
