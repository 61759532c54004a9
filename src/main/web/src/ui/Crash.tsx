import { Button, Center, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { ProblemView } from './ProblemView';

/** A page that could not be fetched or has failed. The rest of the app goes on. */
export function Crash() {
  const { t } = useTranslation();
  const failure = useRouteError();
  return (
    <Center p="xl">
      <Stack align="center">
        <Title order={1}>{t('state.crash')}</Title>
        <ProblemView failure={failure} />
        <Button onClick={() => location.reload()}>{t('state.reload')}</Button>
      </Stack>
    </Center>
  );
}
