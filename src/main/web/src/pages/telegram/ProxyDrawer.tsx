import { Alert, Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, take } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { paths } from '@/paths';
import { Detail } from '@/ui/Detail';
import { Facts } from '@/ui/Facts';
import { StateBadge } from '@/ui/StateBadge';
import { useAct } from '@/ui/useAct';
import { When } from '@/ui/When';
import { addressOf, HEALTH_MOODS, healthOf, useCountry, useProxy, type Proxy } from './proxy';
import { ProxyDeletion } from './ProxyDeletion';
import { ProxyForm } from './ProxyForm';

export function ProxyDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('telegram');
  const query = useProxy(id);
  const [dialog, setDialog] = useState<'change' | 'delete'>();
  const done = () => setDialog(undefined);
  const proxy = query.data;
  return (
    <>
      <Detail
        id={id}
        title={proxy ? addressOf(proxy) : t('field.proxy')}
        query={query}
        onClose={onClose}
        beneath={dialog !== undefined}
      >
        {(now) => <Content proxy={now} onDialog={setDialog} />}
      </Detail>
      {proxy && (
        <>
          <ProxyForm opened={dialog === 'change'} proxy={proxy} onClose={done} />
          <ProxyDeletion
            opened={dialog === 'delete'}
            proxy={proxy}
            onClose={done}
            onDeleted={() => {
              done();
              onClose();
            }}
          />
        </>
      )}
    </>
  );
}

function Content({ proxy, onDialog }: { proxy: Proxy; onDialog: (dialog: 'change' | 'delete') => void }) {
  const { t } = useTranslation('telegram');
  const format = useFormat();
  const country = useCountry();
  const check = useAct(
    () => take(api.POST('/proxies/{proxy_id}/check', { params: { path: { proxy_id: proxy.id } } })),
    { fresh: [['telegram', 'proxies'], ['telegram', 'proxy', proxy.id]] },
  );
  const health = healthOf(proxy);
  return (
    <Stack>
      {proxy.check?.error !== undefined && (
        <Alert color={health === 'mute' ? 'yellow' : 'red'} title={t(`healthWhy.${health}`)}>
          <span lang="en">{proxy.check.error}</span>
        </Alert>
      )}
      <Group gap="xs">
        <Button size="xs" onClick={() => check.mutate(undefined)} loading={check.isPending}>
          {t('proxies.check')}
        </Button>
        <Button size="xs" variant="default" onClick={() => onDialog('change')}>
          {t('common:act.edit')}
        </Button>
        <Button size="xs" variant="default" c="var(--mantine-color-error)" onClick={() => onDialog('delete')}>
          {t('common:act.delete')}
        </Button>
      </Group>
      <Facts
        of={[
          [t('field.state'), <StateBadge mood={HEALTH_MOODS[health]}>{t(`health.${health}`)}</StateBadge>],
          [t('field.checked'), <When at={proxy.check?.at} size="sm" />],
          [
            t('field.latency'),
            proxy.check?.latency_ms === undefined ? undefined : t('session.ms', { value: format.number(proxy.check.latency_ms) }),
          ],
          [t('field.exit'), proxy.check?.exit_country === undefined ? undefined : country(proxy.check.exit_country)],
          [t('field.kind'), t(`kind.${proxy.kind}`)],
          [t('field.label'), proxy.label || undefined],
          [t('field.username'), proxy.username],
          [t('field.secret'), t(proxy.with_secret ? 'proxies.withSecret' : 'proxies.withoutSecret')],
          [
            t('field.accounts'),
            t('proxies.of', { accounts: format.number(proxy.accounts), max: format.number(proxy.max_accounts) }),
          ],
          [t('field.created'), <When at={proxy.created_at} size="sm" />],
          [t('field.changed'), <When at={proxy.updated_at} size="sm" />],
        ]}
      />
      {proxy.accounts > 0 && (
        <Button component={Link} to={`${paths.telegram}?proxy_id=${proxy.id}`} variant="default" size="xs" style={{ alignSelf: 'flex-start' }}>
          {t('proxies.showAccounts')}
        </Button>
      )}
    </Stack>
  );
}
