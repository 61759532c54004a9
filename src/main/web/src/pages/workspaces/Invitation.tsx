import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { QueryView } from '@/ui/QueryView';
import { When } from '@/ui/When';
import { useWorkspaceAct } from './useWorkspaceAct';

type Preview = Schemas['WorkspaceInvitationPreview'];

/** Who asks somebody where, before they say yes. */
export function Invitation({ token, onDone }: { token: string; onDone: (id: string) => void }) {
  const { t } = useTranslation('workspaces');
  const preview = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => take(api.POST('/api/app/v1/invitations/preview', { body: { token } })),
    // A secret is not kept longer than it is looked at.
    gcTime: 0,
  });
  const accept = useWorkspaceAct(() => take(api.POST('/api/app/v1/invitations/accept', { body: { token } })), {
    onDone: ({ id, name, role }) => {
      notifications.show({
        message: role === undefined ? name : t('accept.done', { name, role: t(`role.${role}`) }),
        color: 'teal',
      });
      onDone(id);
    },
  });
  return (
    <QueryView query={preview}>
      {(invitation) => (
        <Stack>
          <Facts invitation={invitation} />
          <Button loading={accept.isPending} onClick={() => accept.mutate(undefined)} data-autofocus>
            {t('accept.act')}
          </Button>
        </Stack>
      )}
    </QueryView>
  );
}

/** With the login, as anybody may take another's name. */
function nameOf({ name, login }: NonNullable<Preview['invited_by']>): string | undefined {
  return name && login ? `${name} (${login})` : name || login;
}

function Facts({ invitation: { workspace, invited_by, role, expires_at } }: { invitation: Preview }) {
  const { t } = useTranslation('workspaces');
  const who = invited_by && nameOf(invited_by);
  return (
    <Stack gap={4}>
      <Text style={{ overflowWrap: 'anywhere' }}>
        {who ? t('accept.asks', { who, workspace }) : t('accept.asked', { workspace })}
      </Text>
      <Text size="sm">{t('accept.as', { role: t(`role.${role}`) })}</Text>
      <Text size="sm" c="dimmed">
        {t(`may.${role}`)}
      </Text>
      <Group gap={6}>
        <Text size="sm" c="dimmed">
          {t('invitations.ends')}
        </Text>
        <When at={expires_at} size="sm" c="dimmed" />
      </Group>
    </Stack>
  );
}
