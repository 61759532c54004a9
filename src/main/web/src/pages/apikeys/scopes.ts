/** Parts of the system whose operations want a scope; `*` stands for all of them, also for those to come. */
export const CONCERNS = ['*', 'identity', 'jobs', 'telegram', 'vk'] as const;

/** Each includes those before it. */
export const LEVELS = ['read', 'act', 'admin'] as const;

export type Concern = (typeof CONCERNS)[number];
export type Level = (typeof LEVELS)[number];
export type Chosen = Partial<Record<Concern, Level>>;

/** In a workspace a key has no say over the whole, and changes no settings of it. */
export function allowed(concern: Concern, level: Level, inWorkspace: boolean): boolean {
  return !inWorkspace || (concern !== '*' && level !== 'admin');
}

/** As the contract has them; what the workspace does not allow is left out. */
export function scopesOf(chosen: Chosen, inWorkspace: boolean): string[] {
  return CONCERNS.flatMap((concern) => {
    const level = chosen[concern];
    return level !== undefined && allowed(concern, level, inWorkspace) ? [`${concern}:${level}`] : [];
  });
}
