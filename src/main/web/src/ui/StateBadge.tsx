import { Badge } from '@mantine/core';

export type Mood = 'good' | 'wait' | 'bad' | 'rest' | 'busy';

const COLOURS: Record<Mood, string> = { good: 'teal', wait: 'yellow', bad: 'red', rest: 'gray', busy: 'blue' };

/** A state in one word. The word says it; the colour helps. */
export function StateBadge({ mood, children }: { mood: Mood; children: string }) {
  return (
    <Badge color={COLOURS[mood]} variant="light" tt="none" style={{ flexShrink: 0, minWidth: 'max-content' }}>
      {children}
    </Badge>
  );
}
