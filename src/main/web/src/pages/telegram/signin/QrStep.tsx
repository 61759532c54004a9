import { Center, List, Loader, Group, Image, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { clockText, useLeft } from '../Clock';
import { StepFailure } from './StepFailure';
import type { SignIn } from './useSignIn';

const SIDE = 264;

/** The image is renewed when it ends; what comes of a scan is told by the gateway. */
export function QrStep({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation('telegram');
  const { progress, failure } = signIn;
  const left = useLeft(progress.expires_at);
  return (
    <Stack>
      <List type="ordered" size="sm">
        <List.Item>{t('qr.open')}</List.Item>
        <List.Item>{t('qr.devices')}</List.Item>
        <List.Item>{t('qr.scan')}</List.Item>
      </List>
      <Center>
        <Image
          src={`data:image/svg+xml,${encodeURIComponent(progress.svg ?? '')}`}
          alt={t('qr.image')}
          w={SIDE}
          h={SIDE}
          radius="md"
          fit="contain"
          style={{ border: '1px solid var(--mantine-color-default-border)' }}
        />
      </Center>
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
