/** The place where the app runs. Pages ask for what they need and never where they are. */
export interface Platform {
  /** Says that the app can be seen. */
  ready(): void;
  /** A colour scheme that the place wants; undefined: the person's own. */
  colorScheme(): 'light' | 'dark' | undefined;
  onColorScheme(listener: () => void): () => void;
  /** A language that the place knows of. */
  language(): string | undefined;
  /** Shows or hides the place's own way back. @returns false when it has none, and a page shows its own */
  back(handler: (() => void) | undefined): boolean;
  /** A short touch as an answer, where there is such a thing. */
  touch(kind: 'done' | 'failed'): void;
  openLink(url: string): void;
  /** Whether the place signs people in by itself, so that there is neither a form nor a way out. */
  readonly signsIn: boolean;
  /** What to show for a session; undefined where a cookie or a form is used. */
  initData(): string | undefined;
}
