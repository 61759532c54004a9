import { Button, Group, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FilterText } from '@/ui/FilterText';
import { STATES, useRights } from './account';
import type { AccountFilter } from './filters';
import { half } from './half';
import { ProxySelect } from './ProxySelect';
import { useSummary } from './StateRail';
import { useWorkspaces } from './useWorkspaces';

export function AccountFilters({ values: filter, change, clear, any }: AccountFilter) {
  const { t } = useTranslation('telegram');
  const workspaces = useWorkspaces();
  const { admin } = useRights(undefined);
  const summary = useSummary(admin);
  const nodes = [...new Set([...(summary.data?.nodes.map((node) => node.name) ?? []), ...(filter.node ? [filter.node] : [])])];
  return (
    <Group gap="xs" align="flex-end" role="search" aria-label={t('filter.title')}>
      <FilterText
        label={t('filter.q')}
        placeholder={t('filter.qHint')}
        value={filter.q ?? ''}
        onCommit={(q) => change({ q })}
        w={{ base: '100%', xs: 230 }}
        size="xs"
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
        w={half(130)}
        size="xs"
      />
      {!admin && (
        <Select
          label={t('filter.state')}
          placeholder={t('filter.any')}
          value={filter.state ?? null}
          onChange={(state) => change({ state: state ?? undefined })}
          data={STATES.map((each) => ({ value: each, label: t(`state.${each}`) }))}
          clearable
          w={half(150)}
          size="xs"
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
        w={half(160)}
        size="xs"
      />
      <FilterText label={t('filter.hasLabel')} value={filter.label ?? ''} onCommit={(label) => change({ label })} maxLength={50} w={half(120)} size="xs" />
      {admin && (
        <>
          <ProxySelect
            label={t('field.proxy')}
            placeholder={t('filter.any')}
            value={filter.proxy_id}
            onChange={(proxy) => change({ proxy_id: proxy })}
            w={half(180)}
            size="xs"
          />
          <Select
            label={t('field.node')}
            placeholder={t('filter.any')}
            value={filter.node ?? null}
            onChange={(node) => change({ node: node ?? undefined })}
            data={nodes}
            clearable
            w={half(140)}
            size="xs"
          />
        </>
      )}
      {any && (
        <Button size="xs" variant="subtle" onClick={clear}>
          {t('act.reset')}
        </Button>
      )}
    </Group>
  );
}
