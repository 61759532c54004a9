import { Button, Group, List, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { useAct } from '@/ui/useAct';
import type { Preview } from './BulkDialog';
import type { PersonFilter } from './person';

type BulkChange = Schemas['BulkChange'];

const ACTIONS = ['block', 'unblock', 'verify', 'unverify', 'grant', 'revoke'] as const satisfies BulkChange['action'][];
const ELEVATED = ['ADMIN', 'SUPERUSER'] as const satisfies BulkChange['role'][];

interface Props {
  filter: PersonFilter;
  onClose: () => void;
  onPreview: (preview: Preview) => void;
}

/** What is to be done to those whom the filter meets. */
export function BulkQuestion({ filter, onClose, onPreview }: Props) {
  const { t } = useTranslation('users');
  const form = useForm<{ action: BulkChange['action']; role: (typeof ELEVATED)[number]; reason: string }>({
    initialValues: { action: 'block', role: 'ADMIN', reason: '' },
  });
  const look = useAct(
    async (change: BulkChange) => ({
      ...(await take(api.POST('/api/admin/v1/users/bulk/preview', { body: change }))),
      change,
    }),
    { onDone: onPreview },
  );
  const { action } = form.values;
  const ofRole = action === 'grant' || action === 'revoke';
  return (
    <form
      onSubmit={form.onSubmit(({ role, reason }) =>
        look.mutate({ filter, action, ...(ofRole && { role }), ...(action === 'block' && { reason }) }),
      )}
    >
      <Stack>
        <div>
          <Text size="sm">{t('bulk.meant')}</Text>
          <FilterWords filter={filter} />
        </div>
        <NativeSelect
          label={t('bulk.action')}
          data={ACTIONS.map((each) => ({ value: each, label: t(`bulk.do.${each}`) }))}
          {...form.getInputProps('action')}
        />
        {ofRole && <NativeSelect label={t('field.role')} data={[...ELEVATED]} {...form.getInputProps('role')} />}
        {action === 'block' && (
          <TextInput label={t('block.reason')} required maxLength={500} {...form.getInputProps('reason')} />
        )}
        <Text size="sm" c="dimmed">
          {t('bulk.previewHint')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={look.isPending}>
            {t('bulk.preview')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function FilterWords({ filter }: { filter: PersonFilter }) {
  const { t } = useTranslation('users');
  const format = useFormat();
  return (
    <List size="sm" fw={600}>
      {filter.q !== undefined && <List.Item>{t('bulk.q', { text: filter.q })}</List.Item>}
      {filter.role !== undefined && <List.Item>{t('bulk.role', { role: filter.role })}</List.Item>}
      {filter.status !== undefined && <List.Item>{t(`bulk.status.${filter.status}`)}</List.Item>}
      {filter.verified !== undefined && <List.Item>{t(filter.verified ? 'bulk.verified' : 'bulk.unverified')}</List.Item>}
      {filter.created_after !== undefined && (
        <List.Item>{t('bulk.createdAfter', { date: format.dateTime(filter.created_after) })}</List.Item>
      )}
      {filter.created_before !== undefined && (
        <List.Item>{t('bulk.createdBefore', { date: format.dateTime(filter.created_before) })}</List.Item>
      )}
      {filter.last_sign_in_before !== undefined && (
        <List.Item>{t('bulk.lastSignInBefore', { date: format.dateTime(filter.last_sign_in_before) })}</List.Item>
      )}
    </List>
  );
}
