import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { More } from '@/ui/More';
import { QueryView } from '@/ui/QueryView';
import classes from '@/ui/Rows.module.css';
import { usePages } from '@/ui/usePages';
import { When } from '@/ui/When';
import { InvitationForm } from './InvitationForm';
import { NewInvitation } from './NewInvitation';
import { useWorkspaceAct, WORKSPACES } from './useWorkspaceAct';

/** Open invitations; for owners. */
export function Invitations({ workspace: { id } }: { workspace: Schemas['Workspace'] }) {
  const { t } = useTranslation('workspaces');
  const { query, more } = usePages([...WORKSPACES, id, 'invitations'], (cursor) =>
    take(api.GET('/api/app/v1/workspaces/{id}/invitations', { params: { path: { id }, query: { limit: 50, cursor } } })),
  );
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Schemas['WorkspaceInvitationCreated']>();
  const withdraw = useWorkspaceAct(
    (invitation: string) =>
      take(
        api.DELETE('/api/app/v1/workspaces/{id}/invitations/{invitation_id}', {
          params: { path: { id, invitation_id: invitation } },
        }),
      ),
    { done: t('invitations.withdrawn') },
  );

  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Title order={3}>{t('invitations.title')}</Title>
        <Button variant="light" onClick={() => setMaking(true)}>
          {t('invitations.make')}
        </Button>
      </Group>
      <QueryView query={query}>
        {(invitations) =>
          invitations.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('invitations.none')}
            </Text>
          ) : (
            <Stack gap="xs">
              <ul className={classes.rows} aria-label={t('invitations.title')}>
                {invitations.map((each) => (
                  <li key={each.id}>
                    <Group justify="space-between" wrap="nowrap">
                      <div>
                        <Text size="sm" fw={500}>
                          {t('invitations.as', { role: t(`role.${each.role}`) })}
                        </Text>
                        <Group gap={6}>
                          <Text size="xs" c="dimmed">
                            {t('invitations.ends')}
                          </Text>
                          <When at={each.expires_at} size="xs" c="dimmed" />
                        </Group>
                      </div>
                      <Button
                        variant="subtle"
                        color="red"
                        size="compact-sm"
                        loading={withdraw.isPending && withdraw.variables === each.id}
                        onClick={() => withdraw.mutate(each.id)}
                      >
                        {t('invitations.withdraw')}
                      </Button>
                    </Group>
                  </li>
                ))}
              </ul>
              <More query={query} more={more} />
            </Stack>
          )
        }
      </QueryView>
      <Dialog opened={making} onClose={() => setMaking(false)} title={t('invitations.make')}>
        <InvitationForm
          workspace={id}
          onDone={(answer) => {
            setMaking(false);
            setMade(answer);
          }}
        />
      </Dialog>
      <NewInvitation made={made} onClose={() => setMade(undefined)} />
    </Stack>
  );
}
