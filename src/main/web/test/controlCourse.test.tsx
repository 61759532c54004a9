import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { countByHour, lastByHour, lastDay } from '@/pages/control/course';
import { countOf, standingOfAccounts } from '@/pages/control/accounts';
import { free, standingOfTokens } from '@/pages/control/tokens';
import { standingOfNode } from '@/pages/control/status';
import { standingOfWork } from '@/pages/control/work';
import { Sparkline } from '@/ui/Sparkline';
import type { Schemas } from '@/api/client';

const NOW = Date.UTC(2026, 10, 21, 12, 30);
const iso = (ms: number) => new Date(ms).toISOString();
const HOUR = 3_600_000;

describe('the course of a day', () => {
  it('has 24 hours, of which the last one still runs', () => {
    const hours = lastDay(NOW);
    expect(hours).toHaveLength(24);
    expect(iso(hours[23]!)).toBe('2026-11-21T12:00:00.000Z');
  });

  it('counts nothing as zero when everything was read', () => {
    expect(countByHour([], true, NOW).values).toEqual(Array(24).fill(0));
  });

  it('does not know what is older than the oldest that was read, and not the rest of that hour', () => {
    const values = countByHour([iso(NOW), iso(NOW - HOUR), iso(NOW - 2 * HOUR)], false, NOW).values;
    expect(values.slice(-4)).toEqual([null, null, 1, 1]);
  });

  it('does not know an hour without a sample, and takes the last of several', () => {
    const sample = (ago: number, ready: number) => ({ at: iso(NOW - ago), accounts: 5, ready, flood: 0, lost: 0 });
    const values = lastByHour([sample(2 * HOUR + 900_000, 3), sample(2 * HOUR, 4), sample(0, 0)], ({ ready }) => ready, NOW).values;
    expect(values.slice(-3)).toEqual([4, null, 0]);
  });
});

describe('the picture of a course', () => {
  it('has a gap where nobody knows, and still shows a single known hour', () => {
    render(<Sparkline label="the course" values={[null, 2, null, 1, 3]} />);
    expect(screen.getByRole('img', { name: 'the course' }).querySelectorAll('polyline')).toHaveLength(2);
  });

  it('draws nothing when nothing is known', () => {
    render(<Sparkline label="the course" values={[null, null]} />);
    expect(screen.getByRole('img').querySelector('polyline')).toBeNull();
  });
});

describe('the state of a concern', () => {
  const row = (next: number | undefined, status: Schemas['TokenMatrixRow']['status'] = 'active'): Schemas['TokenMatrixRow'] => ({
    label: 'a token',
    kind: 'user',
    status,
    why: '',
    cells: {},
    ...(next !== undefined && { next_free: iso(next) }),
  });
  const summary = (more: Partial<Schemas['TelegramSummary']>): Schemas['TelegramSummary'] => ({
    accounts: 100,
    states: { ready: 100 },
    held: 100,
    waiting: 0,
    connected: 100,
    resting: 0,
    floods: 0,
    nodes: [],
    ...more,
  });
  const node: Schemas['TelegramNode'] = {
    id: 'n',
    name: 'n',
    leaving: false,
    held: 100,
    connected: 100,
    connecting: 0,
    resting: 0,
    share: 1,
    in_flight: 0,
    calls_per_second: 0,
    reconnects: 0,
    floods: 0,
    heap_bytes: 0,
    resident_bytes: 0,
    started_at: iso(NOW),
    told_at: iso(NOW),
  };

  it('of tokens: the pace of a token is no rest, and without any that may go it is down', () => {
    expect(free([row(NOW + 300), row(NOW + 60_000), row(undefined)], NOW)).toHaveLength(1);
    expect(standingOfTokens([], NOW)).toBe('unused');
    expect(standingOfTokens([row(undefined, 'disabled')], NOW)).toBe('unused');
    expect(standingOfTokens([row(undefined, 'expired')], NOW)).toBe('down');
    expect(standingOfTokens([row(NOW), row(undefined, 'error')], NOW)).toBe('degraded');
    expect(standingOfTokens([row(NOW)], NOW)).toBe('up');
  });

  it('of accounts: a few that are out are usual, one without a node is not', () => {
    expect(standingOfAccounts(summary({ nodes: [] }))).toBe('down');
    expect(standingOfAccounts(summary({ nodes: [node], states: { ready: 97, banned: 3 } }))).toBe('up');
    expect(standingOfAccounts(summary({ nodes: [node], states: { ready: 90, flood: 10 } }))).toBe('degraded');
    expect(standingOfAccounts(summary({ nodes: [node], waiting: 1 }))).toBe('degraded');
    expect(standingOfAccounts(summary({ accounts: 0, held: 0, connected: 0 }))).toBe('unused');
    expect(countOf(summary({ states: { lost: 2 } }), ['lost', 'banned'])).toBe(2);
  });

  it('of jobs: what waits long while nothing runs is taken by nobody', () => {
    const states = { queued: 1, running: 0, cancelling: 0, cancelled: 0, succeeded: 0, failed: 0 };
    const waiting = (ago: number): Schemas['Job'] => ({
      id: 'j',
      kind: 'rekey',
      state: 'queued',
      legs: [],
      leg: 0,
      step: 0,
      done: 0,
      args: {},
      attempts: 0,
      created_by: 'user:1',
      created_at: iso(NOW - ago),
      deadline: iso(NOW),
      version: 1,
    });
    expect(standingOfWork({ states, kinds: [], hours: [] }, waiting(1_000), NOW)).toBe('up');
    expect(standingOfWork({ states, kinds: [], hours: [] }, waiting(HOUR), NOW)).toBe('down');
    expect(standingOfWork({ states: { ...states, running: 1 }, kinds: [], hours: [] }, waiting(HOUR), NOW)).toBe('degraded');
    expect(standingOfWork({ states, kinds: [], hours: [{ at: iso(NOW), succeeded: 0, failed: 1 }] }, null, NOW)).toBe('degraded');
  });

  it('of a node: one that says nothing of itself does not answer', () => {
    expect(standingOfNode({ node: 'n', concerns: [], components: [] })).toBe('down');
  });
});
