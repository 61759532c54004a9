import type { Platform } from './platform';

export const browser: Platform = {
  signsIn: false,
  ready: () => undefined,
  colorScheme: () => undefined,
  onColorScheme: () => () => undefined,
  language: () => navigator.language,
  back: () => false,
  touch: () => undefined,
  openLink: (url) => {
    window.open(url, '_blank', 'noopener,noreferrer');
  },
  initData: () => undefined,
};
