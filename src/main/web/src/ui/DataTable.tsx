import { Box, Checkbox, Table, UnstyledButton } from '@mantine/core';
import { flexRender, getCoreRowModel, useReactTable, type ColumnDef } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface Props<T> {
  /** For those who do not see it. */
  label: string;
  rows: T[];
  columns: ColumnDef<T, any>[];
  id: (row: T) => string;
  /** As the gateway has it: `name` or `-name`; columns whose id is in `sortable` change it. */
  sort?: string;
  sortable?: string[];
  onSort?: (sort: string) => void;
  onOpen?: (row: T) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  /** The last row comes near: more may be fetched. */
  onEnd?: () => void;
  height?: number | string;
}

const ROW = 44;
const NEAR = 10;

/** A dense table; of many rows only those in sight are drawn. */
export function DataTable<T>(props: Props<T>) {
  const { label, rows, columns, id, sort, sortable = [], onSort, onOpen, selected, onSelect, onEnd, height = '60dvh' } = props;
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const table = useReactTable({ data: rows, columns, getRowId: id, getCoreRowModel: getCoreRowModel() });
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const everything = table.getRowModel().rows;
  const lowest = items.at(-1)?.index ?? -1;
  const near = lowest >= rows.length - NEAR;
  useEffect(() => {
    if (near) {
      onEnd?.();
    }
    // Each time that the rows have become more, and not each time that the caller is drawn anew.
  }, [near, rows.length]);
  const chosen = selected ? rows.filter((row) => selected.has(id(row))).length : 0;

  return (
    <Box ref={frame} mah={height} style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={label}>
      <Table stickyHeader highlightOnHover={onOpen !== undefined} verticalSpacing={6} aria-rowcount={rows.length + 1}>
        <Table.Thead>
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id}>
              {selected && onSelect && (
                <Table.Th w={36}>
                  <Checkbox
                    size="xs"
                    aria-label={t('act.all')}
                    checked={rows.length > 0 && chosen === rows.length}
                    indeterminate={chosen > 0 && chosen < rows.length}
                    onChange={(event) => onSelect(new Set(event.currentTarget.checked ? rows.map(id) : []))}
                  />
                </Table.Th>
              )}
              {group.headers.map((header) => (
                <Table.Th
                  key={header.id}
                  style={{ whiteSpace: 'nowrap' }}
                  aria-sort={sort === header.id ? 'ascending' : sort === `-${header.id}` ? 'descending' : undefined}
                >
                  {onSort && sortable.includes(header.id) ? (
                    <UnstyledButton
                      fz="sm"
                      fw={700}
                      onClick={() => onSort(sort === `-${header.id}` ? header.id : `-${header.id}`)}
                    >
                      {flexRender(header.column.columnDef.header, header.getContext())}
                      {sort === header.id ? ' ↑' : sort === `-${header.id}` ? ' ↓' : ''}
                    </UnstyledButton>
                  ) : (
                    flexRender(header.column.columnDef.header, header.getContext())
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          ))}
        </Table.Thead>
        <Table.Tbody>
          {above > 0 && <tr style={{ height: above }} aria-hidden />}
          {items.map((item) => {
            const row = everything[item.index];
            if (row === undefined) {
              return null;
            }
            return (
              <Table.Tr
                key={row.id}
                data-index={item.index}
                ref={virtual.measureElement}
                aria-rowindex={item.index + 2}
                style={{ cursor: onOpen && 'pointer' }}
                onClick={() => onOpen?.(row.original)}
              >
                {selected && onSelect && (
                  <Table.Td onClick={(event) => event.stopPropagation()}>
                    <Checkbox
                      size="xs"
                      aria-label={t('table.select')}
                      checked={selected.has(row.id)}
                      onChange={() => {
                        const next = new Set(selected);
                        if (!next.delete(row.id)) {
                          next.add(row.id);
                        }
                        onSelect(next);
                      }}
                    />
                  </Table.Td>
                )}
                {row.getVisibleCells().map((cell, index) => (
                  <Table.Td key={cell.id}>
                    {index === 0 && onOpen ? (
                      <UnstyledButton
                        fz="sm"
                        display="block"
                        onClick={(event) => {
                          event.stopPropagation();
                          onOpen(row.original);
                        }}
                      >
                        {flexRender(cell.column.columnDef.cell, cell.getContext())}
                      </UnstyledButton>
                    ) : (
                      flexRender(cell.column.columnDef.cell, cell.getContext())
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
          {below > 0 && <tr style={{ height: below }} aria-hidden />}
        </Table.Tbody>
      </Table>
    </Box>
  );
}
