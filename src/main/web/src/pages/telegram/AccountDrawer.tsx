import { Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Detail } from '@/ui/Detail';
import { nameOf, useRights, type Account } from './account';
import { AccountActs, type AccountDialog } from './AccountActs';
import { AccountChange } from './AccountChange';
import { AccountClaims } from './AccountClaims';
import { AccountDeletion } from './AccountDeletion';
import { AccountFacts } from './AccountFacts';
import { AccountFloods } from './AccountFloods';
import { AccountSession } from './AccountSession';
import { AccountSituation } from './AccountSituation';
import { AccountState } from './AccountState';
import { ExportSession } from './ExportSession';
import { ImportOne } from './ImportOne';
import { useAccount } from './useAccount';

interface Props {
  id: string | undefined;
  /** Another window is before it. */
  hidden: boolean;
  onClose: () => void;
  onSignIn: (id: string) => void;
}

/** One account with everything that is known of it and can be done with it. */
export function AccountDrawer({ id, hidden, onClose, onSignIn }: Props) {
  const { t } = useTranslation('telegram');
  const query = useAccount(id);
  const [dialog, setDialog] = useState<AccountDialog>();
  const done = () => setDialog(undefined);
  const account = query.data;
  return (
    <>
      <Detail
        id={id}
        title={account ? nameOf(account) : t('account.title')}
        query={query}
        onClose={onClose}
        beneath={dialog !== undefined}
        hidden={hidden}
      >
        {(now) => <Content account={now} onDialog={setDialog} onSignIn={() => onSignIn(now.id)} />}
      </Detail>
      {account && (
        <>
          <AccountChange opened={dialog === 'change'} account={account} onClose={done} />
          <ImportOne opened={dialog === 'import'} account={account} onClose={done} />
          <ExportSession opened={dialog === 'export'} account={account} onClose={done} />
          <AccountDeletion
            opened={dialog === 'delete'}
            account={account}
            onClose={done}
            onDeleted={() => {
              done();
              onClose();
            }}
          />
        </>
      )}
    </>
  );
}

interface ContentProps {
  account: Account;
  onDialog: (dialog: AccountDialog) => void;
  onSignIn: () => void;
}

function Content({ account, onDialog, onSignIn }: ContentProps) {
  const { t } = useTranslation('telegram');
  const { admin } = useRights(account.workspace_id);
  return (
    <Stack gap="lg">
      <Stack gap="sm">
        <Group gap="xs">
          <AccountState account={account} />
          {account.username !== undefined && <Text size="sm">@{account.username}</Text>}
        </Group>
        <AccountSituation account={account} />
        <AccountActs account={account} onDialog={onDialog} onSignIn={onSignIn} />
      </Stack>
      <AccountFacts account={account} />
      <section>
        <Title order={2} mb="xs">
          {t('session.title')}
        </Title>
        <AccountSession account={account} />
      </section>
      <section>
        <Title order={2} mb="xs">
          {t('flood.title')}
        </Title>
        <AccountFloods id={account.id} />
      </section>
      {admin && (
        <section>
          <Title order={2} mb="xs">
            {t('claim.title')}
          </Title>
          <AccountClaims id={account.id} />
        </section>
      )}
    </Stack>
  );
}
