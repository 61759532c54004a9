import { Alert, Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { ToCopy } from '@/ui/ToCopy';
import { linkOf } from './invitationLink';

interface Props {
  made: Schemas['WorkspaceInvitationCreated'] | undefined;
  onClose: () => void;
}

/** The link and the token, which are never shown again: a click beside the window does not close it. */
export function NewInvitation({ made, onClose }: Props) {
  const { t } = useTranslation('workspaces');
  return (
    <Dialog
      opened={made !== undefined}
      onClose={onClose}
      title={t('invitations.made')}
      firm
    >
      {made && (
        <Stack>
          <Alert color="yellow">{t('invitations.once')}</Alert>
          <ToCopy label={t('invitations.link')} text={linkOf(made.token)} />
          <Text size="sm">{t('invitations.orToken')}</Text>
          <ToCopy label={t('invitations.token')} text={made.token} />
          <Button onClick={onClose}>{t('act.done')}</Button>
        </Stack>
      )}
    </Dialog>
  );
}
