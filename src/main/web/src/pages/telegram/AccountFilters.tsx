import { Button, Group, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { STATES, useRights } from './account';
import { FilterText } from './FilterText';
import { ProxySelect } from './ProxySelect';
import { useSummary } from './StateRail';
import type { AccountFilter } from './useAccountFilter';
import { useWorkspaces } from './useWorkspaces';

interface Props {
  filter: AccountFilter;
  filtered: boolean;
  put: (changes: Partial<Record<keyof AccountFilter, string | undefined>>) => void;
}

export function AccountFilters({ filter, filtered, put }: Props) {
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
        onText={(q) => put({ q })}
        w={{ base: '100%', xs: 230 }}
        size="xs"
      />
      <Select
        label={t('filter.status')}
        placeholder={t('filter.any')}
        value={filter.status ?? null}
        onChange={(status) => put({ status: status ?? undefined })}
        data={[
          { value: 'active', label: t('status.active') },
          { value: 'paused', label: t('status.paused') },
        ]}
        clearable
        w={130}
        size="xs"
      />
      {!admin && (
        <Select
          label={t('filter.state')}
          placeholder={t('filter.any')}
          value={filter.state ?? null}
          onChange={(state) => put({ state: state ?? undefined })}
          data={STATES.map((each) => ({ value: each, label: t(`state.${each}`) }))}
          clearable
          w={150}
          size="xs"
        />
      )}
      <Select
        label={t('field.workspace')}
        placeholder={t('filter.any')}
        value={filter.workspace_id ?? null}
        onChange={(workspace) => put({ workspace_id: workspace ?? undefined })}
        data={workspaces.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        clearable
        w={160}
        size="xs"
      />
      <FilterText label={t('filter.hasLabel')} value={filter.label ?? ''} onText={(label) => put({ label })} maxLength={50} w={120} size="xs" />
      {admin && (
        <>
          <ProxySelect
            label={t('field.proxy')}
            placeholder={t('filter.any')}
            value={filter.proxy_id}
            onChange={(proxy) => put({ proxy_id: proxy })}
            w={180}
            size="xs"
          />
          <Select
            label={t('field.node')}
            placeholder={t('filter.any')}
            value={filter.node ?? null}
            onChange={(node) => put({ node: node ?? undefined })}
            data={nodes}
            clearable
            w={140}
            size="xs"
          />
        </>
      )}
      {filtered && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() =>
            put({ q: undefined, status: undefined, state: undefined, workspace_id: undefined, label: undefined, proxy_id: undefined, node: undefined })
          }
        >
          {t('act.reset')}
        </Button>
      )}
    </Group>
  );
}
