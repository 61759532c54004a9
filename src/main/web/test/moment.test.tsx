import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { MomentInput } from '@/ui/MomentInput';
import { moment, wallOf } from '@/ui/moment';

describe('a clock in a zone', () => {
  it.each([
    ['2026-11-01', 'UTC', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01', 'Europe/Moscow', '2026-10-31T21:00:00.000Z'],
    ['2026-07-01T10:30', 'America/New_York', '2026-07-01T14:30:00.000Z'],
    ['2026-11-21T18:40', 'Asia/Kathmandu', '2026-11-21T12:55:00.000Z'],
    // On the days on which clocks are set, away from the hour of it.
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-10-25T23:00', 'Europe/Berlin', '2026-10-25T22:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-08T12:00', 'America/New_York', '2026-03-08T16:00:00.000Z'],
  ])('shows %s in %s at %s', (wall, zone, at) => {
    expect(new Date(moment(wall, zone)).toISOString()).toBe(at);
    expect(wallOf(Date.parse(at), zone)).toContain(wall);
  });

  it.each([
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
  ])('shows %s in %s twice, first at %s', (wall, zone, at) => {
    expect(new Date(moment(wall, zone)).toISOString()).toBe(at);
  });

  it.each([
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T03:30'],
    ['2026-03-08T02:00', 'America/New_York', '2026-03-08T03:00'],
    // There midnight itself is left out.
    ['2026-09-06', 'America/Santiago', '2026-09-06T01:00'],
  ])('never shows %s in %s, but %s', (wall, zone, later) => {
    expect(wallOf(moment(wall, zone), zone)).toContain(later);
  });

  it('has a year for each figure of it', () => {
    expect(wallOf(moment('0002-11-21T18:40', 'UTC'), 'UTC')).toBe('0002-11-21T18:40:00');
    expect(Number.isNaN(moment('0020-11-21', 'Europe/Moscow'))).toBe(false);
  });
});

it('what is typed stays, and what is put in its place is shown', () => {
  function Probe() {
    const [at, setAt] = useState<string | undefined>('2026-11-21T18:40:00.000Z');
    return (
      <MantineProvider>
        <MomentInput kind="datetime-local" label="Since" value={at} onChange={setAt} />
        <button onClick={() => setAt(undefined)}>clear</button>
        <output>{at}</output>
      </MantineProvider>
    );
  }
  render(<Probe />);
  const input = screen.getByLabelText('Since');
  expect(input).toHaveValue('2026-11-21T18:40');
  fireEvent.change(input, { target: { value: '2026-11-22T09:05' } });
  expect(input).toHaveValue('2026-11-22T09:05');
  expect(screen.getByRole('status')).toHaveTextContent('2026-11-22T09:05:00.000Z');
  fireEvent.click(screen.getByText('clear'));
  expect(input).toHaveValue('');
});
