import { Button, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Invitation } from './Invitation';
import { tokenOf } from './invitationLink';

/** @param token of the link by which somebody has come; empty: it is pasted */
export function AcceptForm({ token, onDone }: { token: string; onDone: (id: string) => void }) {
  const { t } = useTranslation('workspaces');
  const [text, setText] = useState('');
  const [pasted, setPasted] = useState('');
  const given = token || pasted;
  if (given !== '') {
    return <Invitation token={given} onDone={onDone} />;
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setPasted(tokenOf(text));
      }}
    >
      <Stack>
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
        <Button type="submit" disabled={text.trim() === ''}>
          {t('accept.look')}
        </Button>
      </Stack>
    </form>
  );
}
