import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, take, type Schemas } from '@/api/client';
import { paths } from '@/paths';
import type { Me } from '@/session/session';
import { ConfirmName } from '@/ui/ConfirmName';
import { Dialog } from '@/ui/Dialog';
import { More } from '@/ui/More';
import { QueryView } from '@/ui/QueryView';
import classes from '@/ui/Rows.module.css';
import { Section } from '@/ui/Section';
import { useAct } from '@/ui/useAct';
import { usePages } from '@/ui/usePages';
import { ApiKeyForm } from './ApiKeyForm';
import { ApiKeyRow } from './ApiKeyRow';
import { NewApiKey } from './NewApiKey';

const KEYS = ['me', 'api-keys'];
const FRESH = [KEYS, ['me', 'audit']];

/** Keys for programs of this person, each for one workspace. */
export function ApiKeys({ me }: { me: Me }) {
  const { t } = useTranslation('account');
  const { query, more } = usePages(KEYS, (cursor) =>
    take(api.GET('/api/auth/v1/api-keys', { params: { query: { limit: 50, cursor } } })),
  );
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Schemas['ApiKeyCreated']>();
  const [revoking, setRevoking] = useState<Schemas['ApiKey']>();
  const revoke = useAct(
    (id: string) => take(api.DELETE('/api/auth/v1/api-keys/{id}', { params: { path: { id } } })),
    { done: t('keys.revoked'), fresh: FRESH, onDone: () => setRevoking(undefined) },
  );
  const open = me.memberships.filter(({ role }) => role !== 'viewer');

  return (
    <Section
      title={t('keys.title')}
      hint={t('keys.hint')}
      actions={
        open.length > 0 && (
          <Button variant="light" onClick={() => setMaking(true)}>
            {t('keys.make')}
          </Button>
        )
      }
    >
      {open.length === 0 && (
        <Text size="sm">
          {t('keys.noWorkspace')}{' '}
          <Anchor component={Link} to={paths.workspaces}>
            {t('nav.workspaces')}
          </Anchor>
        </Text>
      )}
      <QueryView query={query}>
        {(keys) =>
          keys.length === 0 ? (
            open.length > 0 && <Text size="sm">{t('keys.none')}</Text>
          ) : (
            <Stack gap="xs">
              <ul className={classes.rows} aria-label={t('keys.title')}>
                {keys.map((key) => (
                  <ApiKeyRow
                    key={key.id}
                    apiKey={key}
                    workspace={me.memberships.find(({ workspace }) => workspace === key.workspace)?.name}
                    onRevoke={() => setRevoking(key)}
                  />
                ))}
              </ul>
              <More query={query} more={more} />
            </Stack>
          )
        }
      </QueryView>
      <Dialog opened={making} onClose={() => setMaking(false)} title={t('keys.make')}>
        <ApiKeyForm
          workspaces={open}
          fresh={FRESH}
          onDone={(answer) => {
            setMaking(false);
            setMade(answer);
          }}
        />
      </Dialog>
      <NewApiKey made={made} onClose={() => setMade(undefined)} />
      <ConfirmName
        opened={revoking !== undefined}
        title={t('keys.revokeTitle')}
        name={revoking?.name ?? ''}
        act={t('keys.revoke')}
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate(revoking.id)}
        onClose={() => setRevoking(undefined)}
      >
        {t('keys.revokeHint')}
      </ConfirmName>
    </Section>
  );
}
