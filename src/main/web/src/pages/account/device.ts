/** What a client called itself, as far as people know it by name. Both are names that are the same in every language. */
export interface Device {
  program: string | undefined;
  system: string | undefined;
  phone: boolean;
}

/** The first that fits: those that pretend to be others come before those others. */
const PROGRAMS: [RegExp, string][] = [
  [/Telegram/i, 'Telegram'],
  [/YaBrowser\//, 'Yandex Browser'],
  [/\bEdgi?A?(?:OS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Vivaldi\//, 'Vivaldi'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/CriOS\/|Chrome\//, 'Chrome'],
  [/Version\/.*Safari\//, 'Safari'],
];

const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

const find = (names: [RegExp, string][], text: string) => names.find(([form]) => form.test(text))?.[1];

export function deviceOf(userAgent: string | undefined): Device {
  const text = userAgent ?? '';
  // Programs that are no browsers say who they are in their first word: curl/8.4.0.
  const first = /^([^\s/]+)(?:\/(\S+))?/.exec(text);
  const named = first === null ? undefined : [first[1], first[2]].filter(Boolean).join(' ');
  const program = find(PROGRAMS, text) ?? (first?.[1] === 'Mozilla' ? undefined : named);
  return { program, system: find(SYSTEMS, text), phone: /iPhone|Android|Mobile/.test(text) };
}
