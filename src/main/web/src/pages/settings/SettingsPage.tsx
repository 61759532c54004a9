import { Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { SETTINGS, SettingsForm } from './SettingsForm';
import { SystemState } from './SystemState';

export default function SettingsPage() {
  const { t } = useTranslation('settings');
  const settings = useQuery({ queryKey: SETTINGS, queryFn: () => take(api.GET('/api/admin/v1/settings')) });
  return (
    <Page title={t('title')} hint={t('hint')}>
      <QueryView query={settings}>
        {/* A newer version is a newer form: nothing typed is saved over what was not seen. */}
        {(found) => <SettingsForm key={found.version} settings={found} />}
      </QueryView>
      <Stack component="section" gap="sm" mt="md" aria-labelledby="system-state">
        <Title order={2} id="system-state">
          {t('system.title')}
        </Title>
        <SystemState />
      </Stack>
    </Page>
  );
}
