import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, from, take, type Schemas } from '@/api/client';
import { useSession } from '@/session/session';
import { Ask } from '@/ui/Ask';
import { ConfirmName } from '@/ui/ConfirmName';
import { Dialog } from '@/ui/Dialog';
import { Invitations } from './Invitations';
import { Members } from './Members';
import { useWorkspaceAct } from './useWorkspaceAct';
import { WorkspaceForm } from './WorkspaceForm';

interface Props {
  workspace: Schemas['Workspace'];
  /** It is not mine any more. */
  onGone: () => void;
}

export function Workspace({ workspace, onGone }: Props) {
  const { t } = useTranslation('workspaces');
  const me = useSession((session) => session.me?.id) ?? '';
  const [asking, setAsking] = useState<'rename' | 'leave' | 'delete'>();
  const close = () => setAsking(undefined);
  const owner = workspace.role === 'owner';
  const path = { id: workspace.id };
  const gone = () => {
    close();
    onGone();
  };

  const leave = useWorkspaceAct(
    () =>
      take(
        api.DELETE('/api/app/v1/workspaces/{id}/members/{user_id}', { params: { path: { ...path, user_id: me } } }),
      ),
    { done: t('leave.done'), onDone: gone },
  );
  const remove = useWorkspaceAct(
    () => take(api.DELETE('/api/app/v1/workspaces/{id}', { params: { path, header: from(workspace.version) } })),
    { done: t('delete.done'), onDone: gone },
  );

  return (
    <Stack>
      <Members workspace={workspace} />
      {owner && <Invitations workspace={workspace} />}
      <Group gap="xs">
        {owner && (
          <Button variant="default" onClick={() => setAsking('rename')}>
            {t('rename.act')}
          </Button>
        )}
        <Button variant="default" onClick={() => setAsking('leave')}>
          {t('leave.act')}
        </Button>
        {owner && (
          <Button variant="light" color="red" onClick={() => setAsking('delete')}>
            {t('delete.act')}
          </Button>
        )}
      </Group>
      <Dialog opened={asking === 'rename'} onClose={close} title={t('rename.title')}>
        <WorkspaceForm workspace={workspace} onDone={close} />
      </Dialog>
      <Ask
        opened={asking === 'leave'}
        title={t('leave.title', { name: workspace.name })}
        act={t('leave.act')}
        busy={leave.isPending}
        onConfirm={() => leave.mutate(undefined)}
        onClose={close}
      >
        {t('leave.hint')}
      </Ask>
      <ConfirmName
        opened={asking === 'delete'}
        title={t('delete.title')}
        name={workspace.name}
        act={t('delete.act')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(undefined)}
        onClose={close}
      >
        {t('delete.hint')}
      </ConfirmName>
    </Stack>
  );
}
