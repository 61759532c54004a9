import { Alert, Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { ToCopy } from '@/ui/ToCopy';

/** The text of a key, which is never shown again: a click beside the window does not close it. */
export function NewApiKey({ made, onClose }: { made: Schemas['ApiKeyCreated'] | undefined; onClose: () => void }) {
  const { t } = useTranslation('account');
  return (
    <Dialog
      opened={made !== undefined}
      onClose={onClose}
      title={t('keys.made')}
      firm
    >
      {made && (
        <Stack>
          <Alert color="yellow">{t('keys.once')}</Alert>
          <ToCopy label={made.key.name} text={made.token} />
          <Button onClick={onClose}>{t('act.done')}</Button>
        </Stack>
      )}
    </Dialog>
  );
}
