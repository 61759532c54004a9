import { Anchor, Box, Card, Center, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemView } from '@/ui/ProblemView';
import { StateBadge } from '@/ui/StateBadge';
import { When } from '@/ui/When';
import { useIncidents } from './incidents';

export function Incidents() {
  const { t } = useTranslation('control');
  const { incidents, queries } = useIncidents();
  const failed = queries.find((query) => query.isError);
  const reading = queries.some((query) => query.isPending && !query.isError);
  return (
    <Card withBorder padding="sm" component="section" aria-labelledby="incidents">
      <Stack gap="xs">
        <Title order={2} fz="lg" id="incidents">
          {incidents.length > 0 ? t('incident.title', { count: incidents.length }) : t('incident.heading')}
        </Title>
        {failed && <ProblemView failure={failed.error} again={() => queries.forEach((query) => query.isError && void query.refetch())} />}
        {incidents.length === 0 && reading && (
          <Center p="md">
            <Loader size="sm" aria-label={t('state.loading')} />
          </Center>
        )}
        {incidents.length === 0 && !reading && !failed && (
          <Group gap="xs" wrap="nowrap">
            <IconCircleCheck color="var(--pult-good)" aria-hidden />
            <Text>{t('incident.nothing')}</Text>
          </Group>
        )}
        {incidents.length > 0 && (
          <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {incidents.map((incident) => (
              <Group key={incident.key} component="li" gap="2px var(--mantine-spacing-xs)" align="baseline">
                <Box miw={104}>
                  <StateBadge mood={incident.mood}>{incident.word}</StateBadge>
                </Box>
                <Text size="sm" style={{ flex: '1 1 240px', minWidth: 0, overflowWrap: 'anywhere' }}>
                  <Anchor component={Link} to={incident.to} inherit>
                    {incident.text}
                  </Anchor>
                  {incident.why && ` · ${incident.why}`}
                  {incident.at && ' · '}
                  {incident.at && <When at={incident.at} inherit c="dimmed" />}
                </Text>
              </Group>
            ))}
          </Stack>
        )}
      </Stack>
    </Card>
  );
}
