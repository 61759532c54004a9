import type { Schemas } from '@/api/client';

export type Person = Schemas['Person'];
export type PersonFilter = Schemas['PersonFilter'];

export const ROLES = ['USER', 'ADMIN', 'SUPERUSER'] as const satisfies Person['roles'];
export const STATUSES = ['active', 'blocked'] as const satisfies Person['status'][];
export const SORTS = ['-created_at', 'created_at', 'login', '-last_sign_in_at'] as const;

export type Sort = (typeof SORTS)[number];

/** As they stand in the address of the page and in the contract. */
export const FILTERS = [
  'q',
  'role',
  'status',
  'verified',
  'created_after',
  'created_before',
  'last_sign_in_before',
] as const satisfies (keyof PersonFilter)[];

/** All lists and people; what is changed here is changed in them. */
export const PEOPLE = ['users'];

const SHORT = 8;

/** Those who sign in by others alone have no login, and nobody has to have a name. */
export function calledOf(person: Person): string {
  return person.name || (person.login ?? person.id.slice(0, SHORT));
}

export function oneOf<T extends string>(allowed: readonly T[], value: string | null | undefined): T | undefined {
  return allowed.find((each) => each === value);
}

/** Of what the address says; what nobody can mean is left out. */
export function personFilter(values: Partial<Record<(typeof FILTERS)[number], string>>): PersonFilter {
  const { q, created_after, created_before, last_sign_in_before } = values;
  const role = oneOf(ROLES, values.role);
  const status = oneOf(STATUSES, values.status);
  const verified = oneOf(['true', 'false'], values.verified);
  return {
    ...(q !== undefined && { q }),
    ...(role !== undefined && { role }),
    ...(status !== undefined && { status }),
    ...(verified !== undefined && { verified: verified === 'true' }),
    ...(created_after !== undefined && { created_after }),
    ...(created_before !== undefined && { created_before }),
    ...(last_sign_in_before !== undefined && { last_sign_in_before }),
  };
}
