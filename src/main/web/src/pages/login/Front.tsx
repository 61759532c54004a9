import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { LANGUAGES, speak } from '@/i18n';
import { paths } from '@/paths';
import { useSession } from '@/session/session';
import { Starting } from '@/ui/Starting';
import classes from './Front.module.css';
import { usePublicSettings } from './usePublicSettings';

/** The frame of the pages that people see before they are signed in; whoever is goes where they wanted to. */
export function Front({ title, children }: { title: string; children: ReactNode }) {
  const { t, i18n } = useTranslation('login');
  const { state, me, failure } = useSession();
  const settings = usePublicSettings();
  const from = (useLocation().state as { from?: string } | null)?.from;
  useEffect(() => {
    document.title = `${title} · Pult`;
  }, [title]);
  if (state === 'starting') {
    return <Starting failure={failure} />;
  }
  if (state === 'in' && me) {
    return <Navigate to={from ?? paths.home} replace />;
  }
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={380}>
        <Stack gap={0} align="center">
          <Text fw={800} fz={28}>
            {settings.data?.instance_name ?? 'Pult'}
          </Text>
          <Text c="dimmed" size="sm">
            {t('tagline')}
          </Text>
        </Stack>
        <Paper withBorder p="lg" shadow="sm">
          <Stack>
            <Title order={1}>{title}</Title>
            {children}
          </Stack>
        </Paper>
        <Group justify="center" gap="lg">
          {LANGUAGES.map((each) => (
            <button
              key={each}
              type="button"
              className={classes.language}
              lang={each}
              aria-pressed={i18n.language === each}
              onClick={() => void speak(each)}
            >
              {each === 'ru' ? 'Русский' : 'English'}
            </button>
          ))}
        </Group>
      </Stack>
    </Center>
  );
}
