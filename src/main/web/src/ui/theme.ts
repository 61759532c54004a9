import { createTheme, mergeThemeOverrides, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'blue',
  // White on the usual shade is too faint to be read by everybody (WCAG 2.1, 1.4.3).
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  cursorType: 'pointer',
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace',
  // A link among words is told by more than its colour.
  components: { Anchor: { defaultProps: { underline: 'always' } } },
  headings: { sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1.05rem' } } },
});

/** With names for the buttons that the library draws by itself and leaves without one. */
export function themeIn(words: { close: string }) {
  const closing = { defaultProps: { closeButtonProps: { 'aria-label': words.close } } };
  return mergeThemeOverrides(theme, { components: { Modal: closing, Drawer: closing, Notification: closing } });
}

/**
 * Inside Telegram its ground and its text are ours. Texts on tinted ground that the library sets too faint; each has a contrast
 * of at least 4.5.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': 'var(--tg-theme-bg-color, #ffffff)',
    '--mantine-color-text': 'var(--tg-theme-text-color, #000000)',
    '--mantine-color-dimmed': '#535a61',
    '--mantine-color-placeholder': '#626a72',
    '--mantine-color-error': '#c01f1f',
    '--mantine-color-gray-light-color': '#3f464d',
    '--mantine-color-blue-light-color': '#0b4f8f',
    '--mantine-color-teal-light-color': '#06553f',
    '--mantine-color-yellow-light-color': '#704700',
    '--mantine-color-red-light-color': '#a01414',
  },
  dark: {
    '--mantine-color-body': 'var(--tg-theme-bg-color, #242424)',
    '--mantine-color-text': 'var(--tg-theme-text-color, #c9c9c9)',
    '--mantine-color-dimmed': '#a9a9a9',
    '--mantine-color-placeholder': '#9a9a9a',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-gray-light-color': '#ced4da',
    '--mantine-color-blue-light-color': '#a5d8ff',
    '--mantine-color-teal-light-color': '#96f2d7',
    '--mantine-color-yellow-light-color': '#ffec99',
    '--mantine-color-red-light-color': '#ffc9c9',
  },
});
