import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, from, take } from '@/api/client';
import { ConfirmName } from '@/ui/ConfirmName';
import { useAct } from '@/ui/useAct';
import { words } from '@/ui/words';
import { addressOf, type Proxy } from './proxy';
import { ProxySelect } from './ProxySelect';

interface Props {
  opened: boolean;
  proxy: Proxy;
  onClose: () => void;
  onDeleted: () => void;
}

/** One that accounts have wants another one, to which they move. */
export function ProxyDeletion({ opened, proxy, onClose, onDeleted }: Props) {
  const { t } = useTranslation('telegram');
  const [replacement, setReplacement] = useState<string>();
  const remove = useAct(
    () =>
      take(
        api.DELETE('/proxies/{proxy_id}', {
          params: {
            path: { proxy_id: proxy.id },
            header: from(proxy.version),
            ...(replacement !== undefined && { query: { replacement } }),
          },
        }),
      ),
    {
      done: t('proxies.deleted'),
      fresh: [['telegram']],
      onDone: onDeleted,
      onProblem: (problem) => problem.code.startsWith('proxy.'),
    },
  );
  return (
    <ConfirmName
      opened={opened}
      title={t('proxies.delete')}
      name={addressOf(proxy)}
      act={t('common:act.delete')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(undefined)}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">{proxy.accounts === 0 ? t('proxies.unused') : t('proxies.used', { count: proxy.accounts })}</Text>
        {(proxy.accounts > 0 || replacement !== undefined || remove.error) && (
          <ProxySelect
            label={t('proxies.replacement')}
            value={replacement}
            onChange={(chosen) => {
              setReplacement(chosen);
              remove.reset();
            }}
            without={proxy.id}
            error={remove.error && words(remove.error)}
            free
          />
        )}
      </Stack>
    </ConfirmName>
  );
}
