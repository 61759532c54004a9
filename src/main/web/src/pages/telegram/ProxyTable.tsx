import { createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { DataTable } from '@/ui/DataTable';
import { StateBadge } from '@/ui/StateBadge';
import { When } from '@/ui/When';
import { addressOf, HEALTH_MOODS, healthOf, useCountry, type Proxy } from './proxy';

interface Props {
  proxies: Proxy[];
  onOpen: (proxy: Proxy) => void;
  onEnd: () => void;
}

const column = createColumnHelper<Proxy>();

export function ProxyTable({ proxies, onOpen, onEnd }: Props) {
  const { t } = useTranslation('telegram');
  const format = useFormat();
  const country = useCountry();
  const columns = useMemo(
    () => [
      column.display({
        id: 'address',
        header: t('field.address'),
        cell: ({ row }) => <span style={{ whiteSpace: 'nowrap' }}>{addressOf(row.original)}</span>,
      }),
      column.accessor('kind', { header: t('field.kind'), cell: ({ getValue }) => t(`kind.${getValue()}`) }),
      column.accessor('label', { header: t('field.label'), cell: ({ getValue }) => getValue() || '–' }),
      column.display({
        id: 'health',
        header: t('field.state'),
        cell: ({ row: { original } }) => (
          <StateBadge mood={HEALTH_MOODS[healthOf(original)]}>{t(`health.${healthOf(original)}`)}</StateBadge>
        ),
      }),
      column.accessor((proxy) => proxy.check?.latency_ms, {
        id: 'latency',
        header: t('field.latency'),
        cell: ({ getValue }) => {
          const latency = getValue();
          return latency === undefined ? '–' : <span className="pult-number">{t('session.ms', { value: format.number(latency) })}</span>;
        },
      }),
      column.accessor((proxy) => proxy.check?.exit_country, {
        id: 'exit',
        header: t('field.exit'),
        cell: ({ getValue }) => country(getValue()),
      }),
      column.display({
        id: 'accounts',
        header: t('field.accounts'),
        cell: ({ row: { original } }) => (
          <span className="pult-number" style={{ whiteSpace: 'nowrap' }}>
            {t('proxies.of', { accounts: format.number(original.accounts), max: format.number(original.max_accounts) })}
          </span>
        ),
      }),
      column.accessor((proxy) => proxy.check?.at, {
        id: 'checked',
        header: t('field.checked'),
        cell: ({ getValue }) => <When at={getValue()} size="sm" style={{ whiteSpace: 'nowrap' }} />,
      }),
    ],
    [country, format, t],
  );
  return (
    <DataTable label={t('proxies.title')} rows={proxies} columns={columns} id={(proxy) => proxy.id} onOpen={onOpen} onEnd={onEnd} />
  );
}
