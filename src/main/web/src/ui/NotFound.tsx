import { Anchor, Center, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '@/paths';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Center mih="60dvh" p="md">
      <Stack align="center">
        <Title order={1}>{t('state.notFound')}</Title>
        <Anchor component={Link} to={paths.home}>
          {t('state.home')}
        </Anchor>
      </Stack>
    </Center>
  );
}
