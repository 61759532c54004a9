import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { hasPasskeys } from '@/session/passkey';
import { ConfirmName } from '@/ui/ConfirmName';
import { Dialog } from '@/ui/Dialog';
import { QueryView } from '@/ui/QueryView';
import classes from '@/ui/Rows.module.css';
import { Section } from '@/ui/Section';
import { useAct } from '@/ui/useAct';
import { When } from '@/ui/When';
import { PasskeyForm } from './PasskeyForm';
import { FACTORS } from './useFactors';

const PASSKEYS = ['me', 'passkeys'];
const FRESH = [PASSKEYS, FACTORS, ['me', 'sessions'], ['me', 'audit']];

export function Passkeys() {
  const { t } = useTranslation('account');
  const query = useQuery({ queryKey: PASSKEYS, queryFn: () => take(api.GET('/api/auth/v1/me/passkeys')) });
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Schemas['Passkey']>();
  const remove = useAct(
    (id: string) => take(api.DELETE('/api/auth/v1/me/passkeys/{id}', { params: { path: { id } } })),
    { done: t('passkey.removed'), fresh: FRESH, onDone: () => setRemoving(undefined) },
  );

  return (
    <Section
      title={t('passkey.title')}
      hint={t('passkey.hint')}
      actions={
        hasPasskeys() && (
          <Button variant="light" onClick={() => setAdding(true)}>
            {t('passkey.add')}
          </Button>
        )
      }
    >
      {!hasPasskeys() && <Text size="sm">{t('passkey.unable')}</Text>}
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm">{t('passkey.none')}</Text>
          ) : (
            <ul className={classes.rows} aria-label={t('passkey.title')}>
              {items.map((each) => (
                <li key={each.id}>
                  <Group justify="space-between" wrap="nowrap">
                    <div style={{ minWidth: 0 }}>
                      <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
                        {each.name}
                      </Text>
                      <Group gap={6}>
                        <Text size="xs" c="dimmed">
                          {t('passkey.used')}
                        </Text>
                        <When at={each.last_used_at} size="xs" c="dimmed" />
                      </Group>
                    </div>
                    <Button
                      variant="subtle"
                      color="red"
                      size="compact-sm"
                      aria-label={t('passkey.removeOne', { name: each.name })}
                      onClick={() => setRemoving(each)}
                    >
                      {t('act.delete')}
                    </Button>
                  </Group>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <Dialog opened={adding} onClose={() => setAdding(false)} title={t('passkey.addTitle')}>
        <PasskeyForm fresh={FRESH} onDone={() => setAdding(false)} />
      </Dialog>
      <ConfirmName
        opened={removing !== undefined}
        title={t('passkey.removeTitle')}
        name={removing?.name ?? ''}
        act={t('act.delete')}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing.id)}
        onClose={() => setRemoving(undefined)}
      >
        {t('passkey.removeHint')}
      </ConfirmName>
    </Section>
  );
}
