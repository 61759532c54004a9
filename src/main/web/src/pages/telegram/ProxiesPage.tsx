import { Button, Group, Select } from '@mantine/core';
import { IconClipboardPlus, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { useFresh } from '@/live/useFresh';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { usePages } from '@/ui/usePages';
import { FilterText } from './FilterText';
import { ProxyDrawer } from './ProxyDrawer';
import { ProxyForm } from './ProxyForm';
import { ProxyPaste } from './ProxyPaste';
import { ProxyTable } from './ProxyTable';
import { useProxyFilter } from './useProxyFilter';

const A_PAGE = 100;

export default function ProxiesPage() {
  const { t } = useTranslation('telegram');
  const { filter, put, proxy, filtered } = useProxyFilter();
  const [dialog, setDialog] = useState<'add' | 'paste'>();
  const { query, more } = usePages(['telegram', 'proxies', filter], (cursor) =>
    take(api.GET('/proxies/', { params: { query: { ...filter, limit: A_PAGE, ...(cursor !== undefined && { cursor }) } } })),
  );
  // How many accounts a proxy has changes with them.
  useFresh(['telegram.accountChanged'], ['telegram', 'proxies']);
  const yesOrNo = (yes: string, no: string) => [
    { value: 'true', label: yes },
    { value: 'false', label: no },
  ];
  return (
    <Page
      title={t('proxies.title')}
      hint={t('proxies.hint')}
      actions={
        <>
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setDialog('add')}>
            {t('proxies.add')}
          </Button>
          <Button variant="default" leftSection={<IconClipboardPlus size={16} aria-hidden />} onClick={() => setDialog('paste')}>
            {t('proxies.paste')}
          </Button>
        </>
      }
    >
      <Group gap="xs" align="flex-end" role="search" aria-label={t('filter.title')}>
        <FilterText
          label={t('proxies.q')}
          value={filter.q ?? ''}
          onText={(q) => put({ q })}
          w={{ base: '100%', xs: 230 }}
          size="xs"
        />
        <Select
          label={t('field.kind')}
          placeholder={t('filter.any')}
          value={filter.kind ?? null}
          onChange={(kind) => put({ kind: kind ?? undefined })}
          data={[
            { value: 'socks5', label: t('kind.socks5') },
            { value: 'mtproxy', label: t('kind.mtproxy') },
          ]}
          clearable
          w={130}
          size="xs"
        />
        <Select
          label={t('proxies.reachable')}
          placeholder={t('filter.any')}
          value={filter.reachable === undefined ? null : String(filter.reachable)}
          onChange={(reachable) => put({ reachable: reachable ?? undefined })}
          data={yesOrNo(t('health.works'), t('health.unreachable'))}
          clearable
          w={150}
          size="xs"
        />
        <Select
          label={t('proxies.free')}
          placeholder={t('filter.any')}
          value={filter.free === undefined ? null : String(filter.free)}
          onChange={(free) => put({ free: free ?? undefined })}
          data={yesOrNo(t('proxies.hasRoom'), t('proxies.noRoom'))}
          clearable
          w={140}
          size="xs"
        />
        {filtered && (
          <Button
            size="xs"
            variant="subtle"
            onClick={() => put({ q: undefined, kind: undefined, reachable: undefined, free: undefined })}
          >
            {t('act.reset')}
          </Button>
        )}
      </Group>
      <QueryView
        query={query}
        empty={(all) => all.length === 0}
        emptyText={filtered ? t('state.nothingFound') : t('proxies.none')}
      >
        {(proxies) => <ProxyTable proxies={proxies} onOpen={({ id }) => put({ proxy: id })} onEnd={more} />}
      </QueryView>
      <ProxyDrawer id={proxy} onClose={() => put({ proxy: undefined })} />
      <ProxyForm opened={dialog === 'add'} proxy={undefined} onClose={() => setDialog(undefined)} onSaved={({ id }) => put({ proxy: id })} />
      <ProxyPaste opened={dialog === 'paste'} onClose={() => setDialog(undefined)} />
    </Page>
  );
}
