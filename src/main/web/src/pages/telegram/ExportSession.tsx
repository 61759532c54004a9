import { Alert, Button, Code, CopyButton, Group, Select, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { ConfirmName } from '@/ui/ConfirmName';
import { Dialog } from '@/ui/Dialog';
import { useAct } from '@/ui/useAct';
import { nameOf, type Account } from './account';

type Format = Schemas['ExportedSession']['format'];

/** As their authors write them: nothing to translate. */
const FORMATS: { value: Format; label: string }[] = [
  { value: 'pyrogram', label: 'Pyrogram, Kurigram' },
  { value: 'telethon', label: 'Telethon' },
  { value: 'gramjs', label: 'GramJS' },
  { value: 'mtcute', label: 'mtcute' },
];

interface Props {
  opened: boolean;
  account: Account;
  onClose: () => void;
}

/** Gives the account away: asks twice, shows the session once, and forgets it with the window. */
export function ExportSession({ opened, account, onClose }: Props) {
  const { t } = useTranslation('telegram');
  const [format, setFormat] = useState<Format>('pyrogram');
  const [session, setSession] = useState<string>();
  const give = useAct(
    () =>
      take(api.POST('/accounts/{account_id}/export', { params: { path: { account_id: account.id } }, body: { format } })),
    {
      fresh: [['telegram']],
      onDone: (given) => setSession(given.session),
    },
  );
  const close = () => {
    setSession(undefined);
    give.reset();
    onClose();
  };
  return (
    <>
      <ConfirmName
        opened={opened && session === undefined}
        title={t('export.title')}
        name={nameOf(account)}
        act={t('export.act')}
        busy={give.isPending}
        onConfirm={() => give.mutate(undefined)}
        onClose={close}
      >
        <Stack gap="sm">
          <Alert color="red" icon={<IconAlertTriangle aria-hidden />}>
            {t('export.warning')}
          </Alert>
          <Select
            label={t('export.format')}
            value={format}
            onChange={(chosen) => chosen && setFormat(chosen)}
            data={FORMATS}
            allowDeselect={false}
          />
        </Stack>
      </ConfirmName>
      <Dialog opened={opened && session !== undefined} title={t('export.given')} onClose={close} size="lg" firm>
        <Stack>
          <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />}>
            {t('export.once')}
          </Alert>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} tabIndex={0} aria-label={t('export.session')}>
            {session}
          </Code>
          <Group justify="flex-end">
            <CopyButton value={session ?? ''}>
              {({ copied, copy }) => (
                <Button variant={copied ? 'light' : 'filled'} onClick={copy}>
                  {copied ? t('common:act.copied') : t('common:act.copy')}
                </Button>
              )}
            </CopyButton>
            <Button variant="default" onClick={close}>
              {t('common:act.close')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
