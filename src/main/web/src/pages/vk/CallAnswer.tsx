import { Box, Button, Code, CopyButton, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Problem } from '@/api/problem';
import type { Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { paths } from '@/paths';
import { ProblemView } from '@/ui/ProblemView';

type Answer = Schemas['VkAnswer'];

/** What VK said, and what the pool did for it. */
export function CallAnswer({ answer }: { answer: Answer }) {
  const { t } = useTranslation('vk');
  const format = useFormat();
  const json = JSON.stringify(answer.response, null, 2);
  const facts: [string, React.ReactNode][] = [
    [
      t('call.token'),
      answer.account.id === undefined ? (
        t('log.environment')
      ) : (
        <Link to={`${paths.vk}?token=${answer.account.id}`}>{answer.account.label}</Link>
      ),
    ],
    [t('call.attempts'), format.number(answer.attempts)],
    [t('call.waited'), t('call.ms', { ms: format.number(answer.waited_ms) })],
  ];
  if (answer.batched !== undefined) {
    facts.push([t('call.batched'), format.number(answer.batched)]);
  }
  if (answer.count_reduced_to !== undefined) {
    facts.push([t('call.reduced'), format.number(answer.count_reduced_to)]);
  }
  return (
    <Stack gap="sm" role="region" aria-label={t('call.answer')}>
      <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="xs">
        {facts.map(([label, value]) => (
          <Paper key={label} withBorder p="xs">
            <Text size="xs" c="dimmed">
              {label}
            </Text>
            <Text size="sm" fw={600} component="div" className="pult-number" style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      {answer.execute_errors !== undefined && answer.execute_errors.length > 0 && (
        <Json title={t('call.executeErrors')} json={JSON.stringify(answer.execute_errors, null, 2)} />
      )}
      <Json title={t('call.answer')} json={json} />
    </Stack>
  );
}

function Json({ title, json }: { title: string; json: string }) {
  const { t } = useTranslation('vk');
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Title order={2} fz="md">
          {title}
        </Title>
        <CopyButton value={json}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? t('act.copied') : t('act.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Box mah="60dvh" style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label={t('call.scroll', { title })}>
        <Code block style={{ overflow: 'visible', width: 'max-content', minWidth: '100%' }}>
          {json}
        </Code>
      </Box>
    </div>
  );
}

/** Says first what it means for the person, then what was said. */
export function CallProblem({ failure, again }: { failure: unknown; again: (() => void) | undefined }) {
  const { t, i18n } = useTranslation('vk');
  const code = failure instanceof Problem ? failure.code.replace('.', '_') : 'offline';
  return (
    <Stack gap="xs">
      {i18n.exists(`call.problem.${code}`, { ns: 'vk' }) && <Text>{t(`call.problem.${code}`)}</Text>}
      <ProblemView failure={failure} again={again} />
    </Stack>
  );
}
