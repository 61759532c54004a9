import { List, Loader, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { QrCode } from '@/ui/QrCode';
import { clockText, useLeft } from '@/ui/clock';
import { StepFailure } from './StepFailure';
import { useField } from './useField';
import type { SignIn } from './useSignIn';

/** The image is renewed when it ends; what comes of a scan is told by the gateway. */
export function QrStep({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation('telegram');
  const { progress, failure } = signIn;
  const left = useLeft(progress.expires_at);
  const step = useField<HTMLDivElement>(undefined);
  return (
    <Stack ref={step} tabIndex={-1} style={{ outline: 'none' }}>
      <List type="ordered" size="sm">
        <List.Item>{t('qr.open')}</List.Item>
        <List.Item>{t('qr.devices')}</List.Item>
        <List.Item>{t('qr.scan')}</List.Item>
      </List>
      <QrCode svg={progress.svg ?? ''} label={t('qr.image')} />
      <Group justify="center" gap="xs" role="status">
        <Loader size="xs" aria-hidden />
        <Text size="sm">{t('qr.waiting')}</Text>
      </Group>
      <Text size="sm" c="dimmed" ta="center" className="pult-number">
        {t('qr.renewed', { time: clockText(left) })}
      </Text>
      {failure && (
        <Text size="sm" c="var(--mantine-color-error)" component="div">
          <StepFailure signIn={signIn} />
        </Text>
      )}
    </Stack>
  );
}
