import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { addressOf, useProxy, type Proxy } from './proxy';

interface Props extends Omit<SelectProps, 'value' | 'onChange' | 'data'> {
  value: string | undefined;
  onChange: (proxy: string | undefined) => void;
  /** That another account may have. */
  free?: boolean;
  /** That cannot be chosen. */
  without?: string;
}

const MOST = 50;

/** One of the proxies, looked for by its host or label; for administrators. */
export function ProxySelect({ value, onChange, free = false, without, ...select }: Props) {
  const { t } = useTranslation('telegram');
  const [typed, setTyped] = useState('');
  const chosen = useProxy(value);
  const name = (proxy: Proxy) =>
    [addressOf(proxy), proxy.label, t('proxy.room', { accounts: proxy.accounts, max: proxy.max_accounts })].filter(Boolean).join(' · ');
  const chosenName = chosen.data && name(chosen.data);
  const [q] = useDebouncedValue(typed === chosenName ? '' : typed.trim(), 250);
  const found = useQuery({
    queryKey: ['telegram', 'proxies', 'select', q, free],
    queryFn: () =>
      take(api.GET('/proxies/', { params: { query: { limit: MOST, ...(q !== '' && { q }), ...(free && { free }) } } })),
    placeholderData: keepPreviousData,
  });
  const items = (found.data?.items ?? []).filter((each) => each.id !== without);
  const all = chosen.data && !items.some((each) => each.id === value) ? [chosen.data, ...items] : items;
  return (
    <Select
      {...select}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      data={all.map((each) => ({ value: each.id, label: name(each) }))}
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={t('state.nothingFound')}
      searchable
      clearable
    />
  );
}
