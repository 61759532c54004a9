import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { PersonName } from '@/ui/Who';

type Outcome = Schemas['BulkChangeOutcome'];

/** How many were changed, and who was not and why. */
export function BulkOutcome({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) {
  const { t, i18n } = useTranslation('users');
  const reasons = new Map<string, string[]>();
  for (const { id, code } of outcome.skipped) {
    reasons.set(code, [...(reasons.get(code) ?? []), id]);
  }
  const others = outcome.skipped_count - outcome.skipped.length;
  return (
    <Stack>
      <Text fw={700} role="status">
        {t('bulk.changed', { count: outcome.changed })}
      </Text>
      {outcome.skipped_count > 0 && <Text size="sm">{t('bulk.skipped', { count: outcome.skipped_count })}</Text>}
      {[...reasons].map(([code, ids]) => (
        <div key={code}>
          <Text size="sm" fw={600}>
            {i18n.exists(`common:refusal.${code}`) ? t(`common:refusal.${code}`) : code}
          </Text>
          <List size="sm">
            {ids.map((id) => (
              <List.Item key={id}>
                <PersonName id={id} plain />
              </List.Item>
            ))}
          </List>
        </div>
      ))}
      {others > 0 && <Text size="sm">{t('bulk.others', { count: others })}</Text>}
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('common:act.done')}</Button>
      </Group>
    </Stack>
  );
}
