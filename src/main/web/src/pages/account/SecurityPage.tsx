import { SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/session/session';
import { Page } from '@/ui/Page';
import { ApiKeys } from './ApiKeys';
import { Passkeys } from './Passkeys';
import { PasswordForm } from './PasswordForm';
import { RecoveryCodes } from './RecoveryCodes';
import { SocialLogins } from './SocialLogins';
import { Totp } from './Totp';

export default function SecurityPage() {
  const { t } = useTranslation('account');
  const me = useSession((session) => session.me);
  if (me === undefined) {
    return null;
  }
  return (
    <Page title={t('nav.accountSecurity')} hint={t('security.hint')}>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Stack>
          <PasswordForm me={me} />
          <SocialLogins />
        </Stack>
        <Stack>
          <Totp />
          <Passkeys />
          <RecoveryCodes />
        </Stack>
      </SimpleGrid>
      <ApiKeys me={me} />
    </Page>
  );
}
