import {
  backButton,
  bindThemeParamsCssVars,
  hapticFeedback,
  init,
  isThemeParamsDark,
  mountBackButton,
  mountMiniAppSync,
  mountThemeParamsSync,
  miniAppReady,
  openLink,
  retrieveLaunchParams,
  retrieveRawInitData,
} from '@telegram-apps/sdk';
import type { Platform } from './platform';

/** Inside Telegram. Every part of its interface is missing in some version of it. */
export function telegram(): Platform {
  init();
  mountMiniAppSync.ifAvailable();
  mountBackButton.ifAvailable();
  mountThemeParamsSync.ifAvailable();
  bindThemeParamsCssVars.ifAvailable();
  let leave: (() => void) | undefined;
  return {
    signsIn: true,
    ready: () => {
      miniAppReady.ifAvailable();
    },
    colorScheme: () => (isThemeParamsDark() ? 'dark' : 'light'),
    onColorScheme: (listener) => isThemeParamsDark.sub(listener),
    language: () => retrieveLaunchParams().tgWebAppData?.user?.language_code,
    back: (handler) => {
      leave?.();
      leave = undefined;
      if (!backButton.show.isAvailable()) {
        return false;
      }
      if (handler === undefined) {
        backButton.hide();
      } else {
        backButton.show();
        leave = backButton.onClick(handler);
      }
      return true;
    },
    touch: (kind) => {
      hapticFeedback.notificationOccurred.ifAvailable(kind === 'done' ? 'success' : 'error');
    },
    openLink: (url) => {
      openLink(url);
    },
    initData: () => retrieveRawInitData(),
  };
}
