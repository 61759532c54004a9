import { describe, expect, it } from 'vitest';
import { KEPT, told, type About, type Line } from '@/pages/control/feed';
import type { Schemas } from '@/api/client';

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second)).toISOString();

function job(id: string, state: Schemas['Job']['state'], progress: number): About {
  return {
    topic: 'jobs.progressed',
    body: {
      id,
      kind: 'list_sync',
      state,
      legs: ['vk'],
      leg: 0,
      step: 1,
      done: 1,
      progress,
      args: {},
      attempts: 0,
      created_by: 'user:1',
      created_at: at(0),
      deadline: at(59),
      version: 1,
    },
  };
}

const account = (id: string, state: Schemas['TelegramAccount']['state']): About => ({ topic: 'telegram.accountChanged', body: { id, state } });

describe('the live feed', () => {
  it('keeps one line of a job that moves on, and another when its state changes', () => {
    const first = told([], [{ at: at(1), about: job('a', 'running', 0.1) }]);
    const second = told(first, [
      { at: at(2), about: job('a', 'running', 0.2) },
      { at: at(3), about: job('a', 'running', 0.3) },
    ]);
    expect(second).toHaveLength(1);
    expect(second[0]).toMatchObject({ at: at(3), about: { body: { progress: 0.3 } } });

    expect(told(second, [{ at: at(4), about: job('a', 'succeeded', 1) }])).toHaveLength(2);
  });

  it('tells many of a kind and outcome in one line, and others beside it', () => {
    const come = [...Array(40).keys()].map((n) => ({ at: at(1), about: account(`account-${n}`, 'ready') }));
    const lines = told([], [...come, { at: at(2), about: account('account-40', 'lost') }]);
    expect(lines.map(({ count }) => count)).toEqual([1, 40]);
  });

  it('keeps the last fifty, newest first', () => {
    let lines: Line[] = [];
    for (let second = 0; second < 60; second++) {
      lines = told(lines, [{ at: at(second), about: account(`account-${second}`, 'ready') }]);
    }
    expect(lines).toHaveLength(KEPT);
    expect(lines[0]?.at).toBe(at(59));
  });

  it('says that some were missed', () => {
    expect(told([], [{ at: at(1), about: { topic: 'reset' } }])[0]?.about.topic).toBe('reset');
  });
});
