import type { Schemas } from '@/api/client';
import { flag, oneOf, text } from '@/ui/useUrl';

export type Person = Schemas['Person'];
export type PersonFilter = Schemas['PersonFilter'];

export const ROLES = ['USER', 'ADMIN', 'SUPERUSER'] as const satisfies Person['roles'];
export const STATUSES = ['active', 'blocked'] as const satisfies Person['status'][];
export const SORTS = ['-created_at', 'created_at', 'login', '-last_sign_in_at'] as const;

/** As they stand in the address of the page and in the contract. */
export const FILTERS = {
  q: text,
  role: oneOf(ROLES),
  status: oneOf(STATUSES),
  verified: flag,
  created_after: text,
  created_before: text,
  last_sign_in_before: text,
};

/** All lists and people; what is changed here is changed in them. */
export const PEOPLE = ['users'];

const SHORT = 8;

/** Those who sign in by others alone have no login, and nobody has to have a name. */
export function calledOf(person: Person): string {
  return person.name || (person.login ?? person.id.slice(0, SHORT));
}
