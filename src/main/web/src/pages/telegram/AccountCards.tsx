import { Button, Center, Group, Paper, Stack, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOf, useRights, wantsSignIn, whyOf, type Account } from './account';
import { AccountState } from './AccountState';
import { Labels } from './AccountTable';

interface Props {
  accounts: Account[];
  workspaces: { id: string; name: string }[];
  onOpen: (account: Account) => void;
  onSignIn: (account: Account) => void;
  /** There are more. */
  onMore: (() => void) | undefined;
  busy: boolean;
}

/** The same on a phone: one card below the other. */
export function AccountCards({ accounts, workspaces, onOpen, onSignIn, onMore, busy }: Props) {
  const { t } = useTranslation('telegram');
  return (
    <Stack gap="sm">
      {accounts.map((account) => (
        <Card
          key={account.id}
          account={account}
          workspace={workspaces.find((each) => each.id === account.workspace_id)?.name ?? t('workspace.none')}
          onOpen={() => onOpen(account)}
          onSignIn={() => onSignIn(account)}
        />
      ))}
      {onMore && (
        <Center>
          <Button variant="default" onClick={onMore} loading={busy}>
            {t('state.more')}
          </Button>
        </Center>
      )}
    </Stack>
  );
}

interface CardProps {
  account: Account;
  workspace: string;
  onOpen: () => void;
  onSignIn: () => void;
}

function Card({ account, workspace, onOpen, onSignIn }: CardProps) {
  const { t } = useTranslation('telegram');
  const { act } = useRights(account.workspace_id);
  const why = whyOf(account, t);
  return (
    <Paper withBorder p="sm">
      <Stack gap={6}>
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <UnstyledButton fw={600} onClick={onOpen} style={{ overflowWrap: 'anywhere' }}>
            {nameOf(account)}
          </UnstyledButton>
          <AccountState account={account} />
        </Group>
        <Text size="sm" c="dimmed">
          {[account.phone_formatted ?? account.phone, workspace].filter(Boolean).join(' · ')}
        </Text>
        {why !== undefined && <Text size="sm">{why}</Text>}
        <Labels of={account.labels} />
        {act && wantsSignIn(account) && (
          <Button size="xs" variant="light" onClick={onSignIn}>
            {t(account.state === 'code_sent' || account.state === 'password_needed' ? 'act.goOn' : 'act.signIn')}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}
