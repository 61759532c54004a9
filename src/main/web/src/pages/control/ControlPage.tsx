import { Grid, SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFresh } from '@/live/useFresh';
import { Page } from '@/ui/Page';
import { AccountsTile } from './AccountsTile';
import { Feed } from './Feed';
import { Inbox } from './Inbox';
import { Incidents } from './Incidents';
import { JobsTile } from './JobsTile';
import { Nodes } from './Nodes';
import { NodesTile } from './NodesTile';
import { PeopleTile } from './PeopleTile';
import { TokensTile } from './TokensTile';
import { useFreshWork } from './work';

/** Where administrators begin: how everything is, what waits for them, and what happens. */
export default function ControlPage() {
  const { t } = useTranslation('control');
  useFresh(['vk.accountChanged'], ['control', 'tokens'], ['control', 'matrix']);
  useFresh(['telegram.accountChanged'], ['control', 'telegram']);
  useFreshWork();
  return (
    <Page title={t('nav.control')} hint={t('hint')}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 5 }} spacing="sm">
        <TokensTile />
        <AccountsTile />
        <JobsTile />
        <PeopleTile />
        <NodesTile />
      </SimpleGrid>
      <Grid gap="sm">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="sm">
            <Inbox />
            <Incidents />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Feed />
        </Grid.Col>
      </Grid>
      <Nodes />
    </Page>
  );
}
