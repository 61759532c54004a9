import type { Schemas } from '@/api/client';
import type { LiveEvent } from '@/live/live';

type Token = Schemas['SystemAccount'];
type Account = Schemas['TelegramAccount'];

/** What an event is about. */
export type About =
  | { topic: 'jobs.progressed'; body: Schemas['Job'] }
  | { topic: 'jobs.inboxChanged'; body: Schemas['InboxItem'] }
  /** Without a status it is deleted; likewise without a state. */
  | { topic: 'vk.accountChanged'; body: Pick<Token, 'id'> & Partial<Pick<Token, 'status'>> }
  | { topic: 'telegram.accountChanged'; body: Pick<Account, 'id'> & Partial<Pick<Account, 'state'>> }
  | { topic: 'telegram.signInChanged'; body: { account_id: Account['id']; now: Schemas['SignInProgress']; reason?: string } }
  /** Some were lost on the way. */
  | { topic: 'reset' };

export interface Line {
  id: number;
  at: string;
  about: About;
  /** More than one: so many that are about the like of it. */
  count: number;
}

/** Lines that are kept. */
export const KEPT = 50;

/** More than these at once, of one kind and with one outcome, are told in one line. */
const SINGLY = 3;

let last = 0;

export function aboutOf(told: LiveEvent | 'reset'): About {
  // The gateway says which topic has which body.
  return told === 'reset' ? { topic: 'reset' } : ({ topic: told.topic, body: told.body } as About);
}

/** What is one thing going on: its newest word is enough. */
function courseOf(about: About): string | undefined {
  return about.topic === 'jobs.progressed' ? `${about.body.id}:${about.body.state}` : undefined;
}

function outcomeOf(about: About): string {
  switch (about.topic) {
    case 'jobs.progressed':
      return `${about.topic}:${about.body.kind}:${about.body.state}`;
    case 'jobs.inboxChanged':
      return `${about.topic}:${about.body.kind}:${about.body.state}`;
    case 'vk.accountChanged':
      return `${about.topic}:${about.body.status}`;
    case 'telegram.accountChanged':
      return `${about.topic}:${about.body.state}`;
    case 'telegram.signInChanged':
      return `${about.topic}:${about.body.now.state}`;
    case 'reset':
      return about.topic;
  }
}

/** The lines with what has come since, newest first. */
export function told(lines: Line[], come: { at: string; about: About }[]): Line[] {
  const newest = new Map<string, { at: string; about: About }>();
  come.forEach((each, index) => newest.set(courseOf(each.about) ?? `${index}`, each));
  const byOutcome = new Map<string, { at: string; about: About }[]>();
  for (const each of newest.values()) {
    const outcome = outcomeOf(each.about);
    byOutcome.set(outcome, [...(byOutcome.get(outcome) ?? []), each]);
  }
  const fresh = [...byOutcome.values()]
    .flatMap((those) => (those.length > SINGLY ? [{ ...those.at(-1)!, count: those.length }] : those.map((each) => ({ ...each, count: 1 }))))
    .sort((one, other) => other.at.localeCompare(one.at))
    .map((each) => ({ ...each, id: ++last }));
  const gone = new Set(fresh.map(({ about }) => courseOf(about)).filter((course) => course !== undefined));
  const rest = lines.filter(({ about, count }) => {
    const course = courseOf(about);
    return count > 1 || course === undefined || !gone.has(course);
  });
  return [...fresh, ...rest].slice(0, KEPT);
}
