import { Alert, Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { useAct } from '@/ui/useAct';
import { words } from '@/ui/words';
import { nameOf, type Account } from './account';

interface Props {
  opened: boolean;
  account: Account;
  onClose: () => void;
}

/** Brings a session that was signed in elsewhere into an account that is here. */
export function ImportOne({ opened, account, onClose }: Props) {
  const { t } = useTranslation('telegram');
  return (
    <Dialog opened={opened} title={t('import.one', { name: nameOf(account) })} onClose={onClose} firm>
      <Form account={account} onClose={onClose} />
    </Dialog>
  );
}

function Form({ account, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('telegram');
  const [session, setSession] = useState('');
  const bring = useAct(
    () =>
      take(
        api.POST('/accounts/{account_id}/import', { params: { path: { account_id: account.id } }, body: { session: session.trim() } }),
      ),
    { done: t('import.oneDone'), fresh: [['telegram']], onDone: onClose, onProblem: () => true },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        bring.mutate(undefined);
      }}
    >
      <Stack>
        <Alert color="yellow">{t('import.nowhereElse')}</Alert>
        <Textarea
          label={t('import.session')}
          description={t('import.formats')}
          value={session}
          onChange={(event) => setSession(event.currentTarget.value)}
          error={bring.error && words(bring.error)}
          minRows={4}
          autosize
          spellCheck={false}
          autoComplete="off"
          required
          data-autofocus
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={bring.isPending} disabled={session.trim() === ''}>
            {t('import.begin')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
