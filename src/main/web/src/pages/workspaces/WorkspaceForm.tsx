import { Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, from, take, type Schemas } from '@/api/client';
import { useWorkspaceAct } from './useWorkspaceAct';

interface Props {
  /** To be renamed; undefined: a new one is made. */
  workspace?: Schemas['Workspace'];
  onDone: (id: string) => void;
}

export function WorkspaceForm({ workspace, onDone }: Props) {
  const { t } = useTranslation('workspaces');
  const [typed, setTyped] = useState(workspace?.name ?? '');
  const name = typed.trim();
  const save = useWorkspaceAct(
    () =>
      workspace === undefined
        ? take(api.POST('/api/app/v1/workspaces', { body: { name } }))
        : take(
            api.PATCH('/api/app/v1/workspaces/{id}', {
              params: { path: { id: workspace.id }, header: from(workspace.version) },
              body: { name },
            }),
          ),
    { done: workspace === undefined ? t('create.done') : t('rename.done'), onDone: ({ id }) => onDone(id) },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <Stack>
        <TextInput
          label={t('create.name')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maxLength={100}
          required
          data-autofocus
        />
        <Button type="submit" loading={save.isPending} disabled={name === '' || name === workspace?.name}>
          {workspace === undefined ? t('act.create') : t('act.save')}
        </Button>
      </Stack>
    </form>
  );
}
