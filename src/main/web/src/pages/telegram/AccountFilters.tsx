import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FilterBar } from '@/ui/FilterBar';
import { FilterText } from '@/ui/FilterText';
import { STATES, useRights } from './account';
import type { AccountFilter } from './filters';
import { ProxySelect } from './ProxySelect';
import { useSummary } from './useSummary';
import { useWorkspaces } from './useWorkspaces';

export function AccountFilters({ values: filter, change, clear, any }: AccountFilter) {
  const { t } = useTranslation('telegram');
  const workspaces = useWorkspaces();
  const { admin } = useRights(undefined);
  const summary = useSummary(admin);
  const nodes = [...new Set([...(summary.data?.nodes.map((node) => node.name) ?? []), ...(filter.node ? [filter.node] : [])])];
  return (
    <FilterBar any={any} onClear={clear}>
      <FilterText
        label={t('filter.q')}
        placeholder={t('filter.qHint')}
        value={filter.q ?? ''}
        onCommit={(q) => change({ q })}
      />
      <Select
        label={t('filter.status')}
        placeholder={t('filter.any')}
        value={filter.status ?? null}
        onChange={(status) => change({ status: status ?? undefined })}
        data={[
          { value: 'active', label: t('status.active') },
          { value: 'paused', label: t('status.paused') },
        ]}
        clearable
      />
      {!admin && (
        <Select
          label={t('filter.state')}
          placeholder={t('filter.any')}
          value={filter.state ?? null}
          onChange={(state) => change({ state: state ?? undefined })}
          data={STATES.map((each) => ({ value: each, label: t(`state.${each}`) }))}
          clearable
        />
      )}
      <Select
        label={t('field.workspace')}
        placeholder={t('filter.any')}
        value={filter.workspace_id ?? null}
        onChange={(workspace) => change({ workspace_id: workspace ?? undefined })}
        data={workspaces.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        clearable
      />
      <FilterText label={t('filter.hasLabel')} value={filter.label ?? ''} onCommit={(label) => change({ label })} maxLength={50} />
      {admin && (
        <>
          <ProxySelect
            label={t('field.proxy')}
            placeholder={t('filter.any')}
            value={filter.proxy_id}
            onChange={(proxy) => change({ proxy_id: proxy })}
          />
          <Select
            label={t('field.node')}
            placeholder={t('filter.any')}
            value={filter.node ?? null}
            onChange={(node) => change({ node: node ?? undefined })}
            data={nodes}
            clearable
          />
        </>
      )}
    </FilterBar>
  );
}
