import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { Problem } from '@/api/problem';
import { Facts } from '@/ui/Facts';
import { When } from '@/ui/When';
import { useRights, type Account } from './account';
import { Labels } from './AccountTable';
import { ProxyCell } from './ProxyCell';
import { useWorkspaces } from './useWorkspaces';

/** What people decided of it, and where it is. */
export function AccountFacts({ account }: { account: Account }) {
  const { t } = useTranslation('telegram');
  const { admin } = useRights(account.workspace_id);
  const workspace = useWorkspaces().find((each) => each.id === account.workspace_id);
  return (
    <Facts
      of={[
        [t('field.name'), account.name || undefined],
        [t('field.phone'), <Phone account={account} />],
        [t('field.telegramId'), account.telegram_id],
        [t('field.workspace'), account.workspace_id === undefined ? t('workspace.none') : (workspace?.name ?? '–')],
        [t('field.labels'), account.labels.length > 0 ? <Labels of={account.labels} /> : undefined],
        [t('field.status'), t(`status.${account.status}`)],
        [t('field.app'), <App account={account} />],
        [t('field.node'), account.node ?? t('node.none')],
        [t('field.proxy'), admin ? <ProxyCell id={account.proxy_id} /> : t(account.proxy_id === undefined ? 'proxy.direct' : 'proxy.some')],
        [t('field.created'), <When at={account.created_at} size="sm" />],
        [t('field.changed'), <When at={account.updated_at} size="sm" />],
      ]}
    />
  );
}

function Phone({ account }: { account: Account }) {
  const { t } = useTranslation('telegram');
  return (
    <>
      <span className="pult-number">{account.phone_formatted ?? account.phone ?? t('account.noPhone')}</span>
      {account.phone_warning !== undefined && (
        <Text size="xs" c="dimmed">
          {account.phone_warning}
        </Text>
      )}
    </>
  );
}

/** Its own, else its workspace's, which only its owners may look at, else the instance's. */
function App({ account }: { account: Account }) {
  const { t } = useTranslation('telegram');
  const { own } = useRights(account.workspace_id);
  const workspace = account.workspace_id;
  const { data: app } = useQuery({
    queryKey: ['telegram', 'app', workspace],
    queryFn: () =>
      take(api.GET('/telegram/apps/{workspace_id}', { params: { path: { workspace_id: workspace! } } })).catch((failure: unknown) => {
        if (failure instanceof Problem && failure.status === 404) {
          return null;
        }
        throw failure;
      }),
    enabled: own && workspace !== undefined && account.api_id === undefined,
    staleTime: 60_000,
  });
  if (account.api_id !== undefined) {
    return t('app.own', { id: account.api_id });
  }
  if (workspace !== undefined && app !== null) {
    return app === undefined ? t('app.shared') : t('app.workspace', { id: app.api_id });
  }
  return t('app.instance');
}
