import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { useState } from 'react';
import { initReactI18next } from 'react-i18next';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ColumnDef } from '@tanstack/react-table';
import words from '@/i18n/en.json';
import { DataTable } from '@/ui/DataTable';

interface Lamp {
  id: string;
  name: string;
  watts: number;
}

const columns: ColumnDef<Lamp, unknown>[] = [
  { id: 'name', header: 'Name', cell: ({ row }) => row.original.name },
  { id: 'watts', header: 'Watts', cell: ({ row }) => row.original.watts },
];

const lamps = (count: number): Lamp[] => Array.from({ length: count }, (_, at) => ({ id: `l${at}`, name: `Lamp ${at}`, watts: at }));

interface Told {
  onOpen?: (lamp: Lamp) => void;
  onSort?: (sort: string) => void;
  onEnd?: () => void;
  onSelected?: (selected: ReadonlySet<string>) => void;
}

function Lamps({ rows, begin, onOpen, onSort, onEnd, onSelected }: Told & { rows: Lamp[]; begin?: string[] }) {
  const [sort, setSort] = useState('-name');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(begin));
  return (
    <MantineProvider>
      <DataTable
        label="Lamps"
        rows={rows}
        columns={columns}
        id={(lamp) => lamp.id}
        sort={sort}
        sortable={['name']}
        onSort={(next) => {
          setSort(next);
          onSort?.(next);
        }}
        selected={selected}
        onSelect={(next) => {
          setSelected(next);
          onSelected?.(next);
        }}
        {...(onOpen && { onOpen })}
        {...(onEnd && { onEnd })}
      />
    </MantineProvider>
  );
}

beforeAll(() =>
  i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { common: words } }, defaultNS: 'common' }),
);

// Nothing is laid out here: a window of ten rows is said to be in sight.
beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(440);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(44);
});

const chosen = (told: ReturnType<typeof vi.fn>) => [...(told.mock.lastCall![0] as Set<string>)].sort();

describe('the table', () => {
  it('draws of many rows only those in sight, and says how many there are', () => {
    render(<Lamps rows={lamps(1_000)} />);

    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '1001');
    expect(screen.getByText('Lamp 0')).toBeInTheDocument();
    expect(screen.getAllByRole('row').length).toBeLessThan(100);
  });

  it('opens a row by the keyboard alone', async () => {
    const onOpen = vi.fn();
    render(<Lamps rows={lamps(3)} onOpen={onOpen} />);

    screen.getByRole('button', { name: 'Lamp 1' }).focus();
    await userEvent.keyboard('{Enter}');

    expect(onOpen).toHaveBeenCalledTimes(1);
    expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ id: 'l1' }));
  });

  it('opens a row by a click anywhere in it, once', async () => {
    const onOpen = vi.fn();
    render(<Lamps rows={lamps(3)} onOpen={onOpen} />);

    await userEvent.click(screen.getByText('2'));

    expect(onOpen).toHaveBeenCalledTimes(1);
  });

  it('can be scrolled by the keyboard, and has a name', () => {
    render(<Lamps rows={lamps(3)} />);

    expect(screen.getByRole('region', { name: 'Lamps' })).toHaveAttribute('tabindex', '0');
  });

  it('is sorted by its headings, says how, and only where the gateway can', async () => {
    const onSort = vi.fn();
    render(<Lamps rows={lamps(3)} onSort={onSort} />);
    const heading = screen.getByRole('columnheader', { name: /Name/ });
    expect(heading).toHaveAttribute('aria-sort', 'descending');

    await userEvent.click(within(heading).getByRole('button'));
    expect(onSort).toHaveBeenLastCalledWith('name');
    expect(heading).toHaveAttribute('aria-sort', 'ascending');

    await userEvent.click(within(heading).getByRole('button'));
    expect(onSort).toHaveBeenLastCalledWith('-name');
    expect(within(screen.getByRole('columnheader', { name: 'Watts' })).queryByRole('button')).toBeNull();
  });

  it('lets rows be chosen one by one and all at once, without opening them', async () => {
    const onSelected = vi.fn();
    const onOpen = vi.fn();
    render(<Lamps rows={lamps(3)} onSelected={onSelected} onOpen={onOpen} />);

    await userEvent.click(screen.getAllByRole('checkbox', { name: 'Select' })[1]!);
    expect(chosen(onSelected)).toEqual(['l1']);
    const all = screen.getByRole<HTMLInputElement>('checkbox', { name: 'All' });
    expect(all.indeterminate).toBe(true);

    await userEvent.click(all);
    expect(chosen(onSelected)).toEqual(['l0', 'l1', 'l2']);
    await userEvent.click(all);
    expect(chosen(onSelected)).toEqual([]);
    expect(onOpen).not.toHaveBeenCalled();
  });

  it('does not take rows that are gone for rows that are chosen', () => {
    render(<Lamps rows={lamps(3)} begin={['gone-1', 'gone-2', 'gone-3']} />);

    const all = screen.getByRole<HTMLInputElement>('checkbox', { name: 'All' });
    expect(all.checked).toBe(false);
    expect(all.indeterminate).toBe(false);
  });

  it('asks for more when its end is in sight, also when it is short from the start', () => {
    const onEnd = vi.fn();
    render(<Lamps rows={lamps(5)} onEnd={onEnd} />);

    expect(onEnd).toHaveBeenCalled();
  });

  it('does not ask for more while its end is far away', () => {
    const onEnd = vi.fn();
    render(<Lamps rows={lamps(500)} onEnd={onEnd} />);

    expect(onEnd).not.toHaveBeenCalled();
  });
});
