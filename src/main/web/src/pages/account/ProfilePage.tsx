import { SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/session/session';
import { Page } from '@/ui/Page';
import { MyAudit } from './MyAudit';
import { MyData } from './MyData';
import { ProfileForm } from './ProfileForm';
import { Standing } from './Standing';

export default function ProfilePage() {
  const { t } = useTranslation('account');
  const me = useSession((session) => session.me);
  if (me === undefined) {
    return null;
  }
  return (
    <Page title={t('nav.account')} hint={t('profile.page')}>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Stack>
          <ProfileForm key={me.version} me={me} />
          <Standing me={me} />
        </Stack>
        <Stack>
          <MyAudit me={me} />
          <MyData me={me} />
        </Stack>
      </SimpleGrid>
    </Page>
  );
}
