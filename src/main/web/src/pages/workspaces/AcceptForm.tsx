import { Alert, Button, Stack, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { tokenOf } from './invitationLink';
import { useWorkspaceAct } from './useWorkspaceAct';

/** @param token of the link by which somebody has come; empty: it is pasted */
export function AcceptForm({ token, onDone }: { token: string; onDone: (id: string) => void }) {
  const { t } = useTranslation('workspaces');
  const [text, setText] = useState(token);
  const accept = useWorkspaceAct(
    () => take(api.POST('/api/app/v1/invitations/accept', { body: { token: tokenOf(text) } })),
    {
      onDone: ({ id, name, role }) => {
        notifications.show({
          message: role === undefined ? name : t('accept.done', { name, role: t(`role.${role}`) }),
          color: 'teal',
        });
        onDone(id);
      },
    },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate(undefined);
      }}
    >
      <Stack>
        {token === '' ? (
          <Textarea
            label={t('accept.label')}
            description={t('accept.hint')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={2}
            maxRows={4}
            autoComplete="off"
            required
            data-autofocus
          />
        ) : (
          <Alert color="blue">{t('accept.came')}</Alert>
        )}
        <Button type="submit" loading={accept.isPending} disabled={text.trim() === ''}>
          {t('accept.act')}
        </Button>
      </Stack>
    </form>
  );
}
