import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/ui/Dialog';
import { ToCopy } from '@/ui/ToCopy';
import { saveFile } from '@/ui/download';

/** Recovery codes, which are never shown again: a click beside the window does not close it. */
export function KeptCodes({ codes, onClose }: { codes: string[] | undefined; onClose: () => void }) {
  const { t } = useTranslation('account');
  return (
    <Dialog
      opened={codes !== undefined}
      onClose={onClose}
      title={t('recovery.title')}
      firm
    >
      <Stack>
        <Alert color="yellow">{t('recovery.once')}</Alert>
        <Text size="sm">{t('recovery.each')}</Text>
        <ToCopy label={t('recovery.title')} text={codes?.join('\n') ?? ''} />
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => saveFile(new Blob([`${codes?.join('\n') ?? ''}\n`], { type: 'text/plain' }), 'pult-recovery-codes.txt')}
          >
            {t('act.download')}
          </Button>
          <Button onClick={onClose}>{t('recovery.kept')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
