import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actKey, api, take, type Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { useAct } from '@/ui/useAct';
import type { Preview } from './BulkDialog';
import { calledOf, PEOPLE } from './person';

interface Props {
  preview: Preview;
  onBack: () => void;
  onDone: (outcome: Schemas['BulkChangeOutcome']) => void;
}

/** Whom the change meets; it is made from here. */
export function BulkPreview({ preview, onBack, onDone }: Props) {
  const { t } = useTranslation('users');
  const format = useFormat();
  // The same for all tries, so that an answer that was lost is given again.
  const [key, setKey] = useState(actKey);
  const { action, role, reason } = preview.change;
  const apply = useAct(
    () => take(api.POST('/api/admin/v1/users/bulk/apply', { params: { header: key }, body: { token: preview.token } })),
    {
      fresh: [PEOPLE],
      onDone,
      onProblem: (problem) => {
        if (problem.code === 'idempotency.outcome_unknown') {
          setKey(actKey());
        }
        return false;
      },
    },
  );
  const others = preview.count - preview.sample.length;
  return (
    <Stack>
      <Text fw={700} role="status">
        {t('bulk.count', { count: preview.count })}
      </Text>
      <Text size="sm">
        {t(`bulk.do.${action}`)}
        {role !== undefined && `: ${role}`}
        {reason !== undefined && `: ${reason}`}
      </Text>
      {preview.sample.length > 0 && (
        <List size="sm">
          {preview.sample.map((person) => (
            <List.Item key={person.id}>
              {calledOf(person)}
              {person.name !== '' && person.login !== undefined && ` (${person.login})`}
              {person.roles.length > 1 && ` · ${person.roles.filter((each) => each !== 'USER').join(', ')}`}
            </List.Item>
          ))}
          {others > 0 && <List.Item>{t('bulk.others', { count: others })}</List.Item>}
        </List>
      )}
      <Alert color="blue">
        <Text size="sm">{t('bulk.exceptions')}</Text>
        <Text size="sm">{t('bulk.until', { time: format.exact(preview.expires_at) })}</Text>
      </Alert>
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack}>
          {t('common:act.back')}
        </Button>
        <Button color="red" loading={apply.isPending} disabled={preview.count === 0} onClick={() => apply.mutate(undefined)}>
          {t('bulk.apply', { count: preview.count })}
        </Button>
      </Group>
    </Stack>
  );
}
