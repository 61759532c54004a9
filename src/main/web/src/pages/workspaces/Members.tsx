import { Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useSession } from '@/session/session';
import { Ask } from '@/ui/Ask';
import { ConfirmName } from '@/ui/ConfirmName';
import { More } from '@/ui/More';
import { QueryView } from '@/ui/QueryView';
import classes from '@/ui/Rows.module.css';
import { usePages } from '@/ui/usePages';
import { MemberRow } from './MemberRow';
import { useNameOf } from './useNameOf';
import { useWorkspaceAct, WORKSPACES } from './useWorkspaceAct';

type Member = Schemas['WorkspaceMember'];

export function Members({ workspace }: { workspace: Schemas['Workspace'] }) {
  const { t } = useTranslation('workspaces');
  const nameOf = useNameOf();
  const me = useSession((session) => session.me?.id);
  const { id } = workspace;
  const { query, more } = usePages([...WORKSPACES, id, 'members'], (cursor) =>
    take(api.GET('/api/app/v1/workspaces/{id}/members', { params: { path: { id }, query: { limit: 50, cursor } } })),
  );
  const [removing, setRemoving] = useState<Member>();
  const [heir, setHeir] = useState<Member>();

  const change = useWorkspaceAct(
    ({ member, role }: { member: Member; role: Member['role'] }) =>
      take(
        api.PATCH('/api/app/v1/workspaces/{id}/members/{user_id}', {
          params: { path: { id, user_id: member.user_id } },
          body: { role },
        }),
      ),
    { done: t('members.changed') },
  );
  const remove = useWorkspaceAct(
    (member: Member) =>
      take(
        api.DELETE('/api/app/v1/workspaces/{id}/members/{user_id}', {
          params: { path: { id, user_id: member.user_id } },
        }),
      ),
    { done: t('members.removed'), onDone: () => setRemoving(undefined) },
  );
  const transfer = useWorkspaceAct(
    (member: Member) =>
      take(
        api.POST('/api/app/v1/workspaces/{id}/transfer', { params: { path: { id } }, body: { user_id: member.user_id } }),
      ),
    { done: t('transfer.done'), onDone: () => setHeir(undefined) },
  );

  return (
    <Stack gap={4}>
      <Title order={3}>{t('members.title')}</Title>
      <QueryView query={query}>
        {(members) => (
          <Stack gap="xs">
            <ul className={classes.rows} aria-label={t('members.title')}>
              {members.map((member) => (
                <MemberRow
                  key={member.user_id}
                  member={member}
                  mine={member.user_id === me}
                  governed={workspace.role === 'owner'}
                  busy={change.isPending && change.variables.member.user_id === member.user_id}
                  onRole={(role) => change.mutate({ member, role })}
                  onRemove={() => setRemoving(member)}
                  onTransfer={() => setHeir(member)}
                />
              ))}
            </ul>
            <More query={query} more={more} />
          </Stack>
        )}
      </QueryView>
      <Ask
        opened={removing !== undefined}
        title={t('members.removeTitle', { name: removing ? nameOf(removing) : '' })}
        act={t('members.remove')}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing)}
        onClose={() => setRemoving(undefined)}
      >
        {t('members.removeHint')}
      </Ask>
      <ConfirmName
        opened={heir !== undefined}
        title={t('transfer.title')}
        name={workspace.name}
        act={t('transfer.confirm')}
        busy={transfer.isPending}
        onConfirm={() => heir && transfer.mutate(heir)}
        onClose={() => setHeir(undefined)}
      >
        <Text size="sm">{t('transfer.hint', { name: heir ? nameOf(heir) : '' })}</Text>
      </ConfirmName>
    </Stack>
  );
}
