import { Alert, Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Offline, Problem } from '@/api/problem';
import { words } from './words';

/** What went wrong, in the person's words, with the number under which the log has it. */
export function ProblemView({ failure, again }: { failure: unknown; again?: () => void }) {
  const { t } = useTranslation();
  const offline = failure instanceof Offline;
  return (
    <Alert
      role="alert"
      color={offline ? 'yellow' : 'red'}
      icon={offline ? <IconPlugConnectedX aria-hidden /> : <IconAlertTriangle aria-hidden />}
      title={offline ? t('state.offlineTitle') : t('problem.title')}
      w="100%"
      maw={640}
    >
      <Stack gap="xs">
        <Text size="sm">{words(failure)}</Text>
        {failure instanceof Problem && failure.retryAfter !== undefined && (
          <Text size="sm">{t('problem.retry', { count: failure.retryAfter })}</Text>
        )}
        <Group gap="xs">
          {again && (
            <Button size="compact-sm" variant="light" onClick={again}>
              {t('state.again')}
            </Button>
          )}
          {failure instanceof Problem && failure.requestId !== undefined && (
            <RequestNumber id={failure.requestId} />
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

function RequestNumber({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={copy} title={t('problem.copy')}>
          {copied ? t('problem.copied') : t('problem.request', { id })}
        </Button>
      )}
    </CopyButton>
  );
}
