import { Button, Select } from '@mantine/core';
import { IconClipboardPlus, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { useFresh } from '@/live/useFresh';
import { FilterBar } from '@/ui/FilterBar';
import { FilterText } from '@/ui/FilterText';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { usePages } from '@/ui/usePages';
import { useOpened, useUrl } from '@/ui/useUrl';
import { PROXY_FILTERS } from './filters';
import { ProxyDrawer } from './ProxyDrawer';
import { ProxyForm } from './ProxyForm';
import { ProxyPaste } from './ProxyPaste';
import { ProxyTable } from './ProxyTable';

const A_PAGE = 100;

export default function ProxiesPage() {
  const { t } = useTranslation('telegram');
  const { values: filter, change, clear, any } = useUrl(PROXY_FILTERS);
  const proxy = useOpened('proxy');
  const [dialog, setDialog] = useState<'add' | 'paste'>();
  const { query, more } = usePages(['telegram', 'proxies', filter], (cursor) =>
    take(api.GET('/proxies/', { params: { query: { ...filter, limit: A_PAGE, cursor } } })),
  );
  // How many accounts a proxy has changes with them.
  useFresh(['telegram.accountChanged'], ['telegram', 'proxies'], ['telegram', 'proxy']);
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
      <FilterBar any={any} onClear={clear}>
        <FilterText
          label={t('proxies.q')}
          value={filter.q ?? ''}
          onCommit={(q) => change({ q })}
        />
        <Select
          label={t('field.kind')}
          placeholder={t('filter.any')}
          value={filter.kind ?? null}
          onChange={(kind) => change({ kind: kind ?? undefined })}
          data={[
            { value: 'socks5', label: t('kind.socks5') },
            { value: 'mtproxy', label: t('kind.mtproxy') },
          ]}
          clearable
        />
        <Select
          label={t('proxies.reachable')}
          placeholder={t('filter.any')}
          value={filter.reachable === undefined ? null : String(filter.reachable)}
          onChange={(reachable) => change({ reachable: reachable ?? undefined })}
          data={yesOrNo(t('health.works'), t('health.unreachable'))}
          clearable
        />
        <Select
          label={t('proxies.free')}
          placeholder={t('filter.any')}
          value={filter.free === undefined ? null : String(filter.free)}
          onChange={(free) => change({ free: free ?? undefined })}
          data={yesOrNo(t('proxies.hasRoom'), t('proxies.noRoom'))}
          clearable
        />
      </FilterBar>
      <QueryView
        query={query}
        empty={(all) => all.length === 0}
        emptyText={any ? t('state.nothingFound') : t('proxies.none')}
      >
        {(proxies) => <ProxyTable proxies={proxies} onOpen={({ id }) => proxy.open(id)} onEnd={more} />}
      </QueryView>
      <ProxyDrawer id={proxy.id} onClose={proxy.close} />
      <ProxyForm opened={dialog === 'add'} proxy={undefined} onClose={() => setDialog(undefined)} onSaved={({ id }) => proxy.open(id)} />
      <ProxyPaste opened={dialog === 'paste'} onClose={() => setDialog(undefined)} />
    </Page>
  );
}
