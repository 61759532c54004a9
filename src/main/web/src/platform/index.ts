import { browser } from './browser';
import type { Platform } from './platform';

export type { Platform } from './platform';

let here: Platform = browser;

export function platform(): Platform {
  return here;
}

/** Telegram's part is fetched only by those who come from there: it says so in the fragment, and the session keeps it. */
export async function findPlatform(): Promise<void> {
  const launched = location.hash.includes('tgWebAppData=') || sessionStorage.getItem('pult.telegram') !== null;
  if (launched) {
    const { telegram } = await import('./telegram');
    here = telegram();
    sessionStorage.setItem('pult.telegram', '1');
  }
}

/** The session of a launch in Telegram; undefined elsewhere. */
export async function signInSilently(): Promise<Response | undefined> {
  const initData = here.initData();
  if (initData === undefined) {
    return undefined;
  }
  return fetch('/api/auth/v1/login/social/telegram', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ init_data: initData, client: 'mini_app' }),
  });
}
