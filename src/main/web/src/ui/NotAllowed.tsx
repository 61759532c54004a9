import { Anchor, Center, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '@/paths';

export function NotAllowed() {
  const { t } = useTranslation();
  return (
    <Center mih="60dvh" p="md">
      <Stack align="center" ta="center">
        <Title order={1}>{t('state.notAllowed')}</Title>
        <Text c="dimmed">{t('state.notAllowedHint')}</Text>
        <Anchor component={Link} to={paths.account}>
          {t('nav.account')}
        </Anchor>
      </Stack>
    </Center>
  );
}
