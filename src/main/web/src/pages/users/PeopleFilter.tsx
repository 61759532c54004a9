import { NativeSelect } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FilterBar } from '@/ui/FilterBar';
import { FilterText } from '@/ui/FilterText';
import { MomentInput } from '@/ui/MomentInput';
import type { Url } from '@/ui/useUrl';
import { FILTERS, ROLES, STATUSES } from './person';

export function PeopleFilter({ values, change, clear, any }: Url<typeof FILTERS>) {
  const { t } = useTranslation('users');
  const everybody = { value: '', label: t('common:act.all') };
  return (
    <FilterBar any={any} onClear={clear}>
      <FilterText
        label={t('filter.q')}
        placeholder={t('filter.qHint')}
        value={values.q ?? ''}
        onCommit={(q) => change({ q })}
        leftSection={<IconSearch size={16} aria-hidden />}
        maxLength={100}
      />
      <NativeSelect
        label={t('field.role')}
        value={values.role ?? ''}
        onChange={(event) => change({ role: event.currentTarget.value })}
        data={[everybody, ...ROLES]}
      />
      <NativeSelect
        label={t('field.status')}
        value={values.status ?? ''}
        onChange={(event) => change({ status: event.currentTarget.value })}
        data={[everybody, ...STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))]}
      />
      <NativeSelect
        label={t('field.verified')}
        value={values.verified === undefined ? '' : String(values.verified)}
        onChange={(event) => change({ verified: event.currentTarget.value })}
        data={[everybody, { value: 'true', label: t('common:act.yes') }, { value: 'false', label: t('common:act.no') }]}
      />
      <MomentInput
        kind="date"
        label={t('filter.createdAfter')}
        value={values.created_after}
        onChange={(created_after) => change({ created_after })}
      />
      <MomentInput
        kind="date"
        label={t('filter.createdBefore')}
        value={values.created_before}
        onChange={(created_before) => change({ created_before })}
      />
      <MomentInput
        kind="date"
        label={t('filter.lastSignInBefore')}
        value={values.last_sign_in_before}
        onChange={(last_sign_in_before) => change({ last_sign_in_before })}
      />
    </FilterBar>
  );
}
