import { Button, Checkbox, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { QueryKey } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import type { Me } from '@/session/session';
import { useAct } from '@/ui/useAct';

/** What a key of a workspace may ask; a concern whose rows belong to workspaces is a line here. */
const SCOPES = ['telegram:read', 'telegram:act', 'identity:read'] as const;
const DAYS = [30, 90, 365];
const DAY_MS = 86_400_000;

interface Props {
  workspaces: Me['memberships'];
  fresh: QueryKey[];
  onDone: (made: Schemas['ApiKeyCreated']) => void;
}

export function ApiKeyForm({ workspaces, fresh, onDone }: Props) {
  const { t } = useTranslation('account');
  const form = useForm({
    initialValues: { name: '', workspace: workspaces[0]?.workspace ?? '', scopes: ['telegram:read'], days: '90' },
    validate: {
      name: (name) => (name.trim() === '' ? t('field.required') : null),
      scopes: (scopes) => (scopes.length === 0 ? t('keys.oneScope') : null),
    },
  });
  const make = useAct(
    (body: Schemas['ApiKeyCreation']) => take(api.POST('/api/auth/v1/api-keys', { body })),
    { fresh, onDone },
  );
  return (
    <form
      onSubmit={form.onSubmit(({ name, workspace, scopes, days }) =>
        make.mutate({
          name: name.trim(),
          workspace,
          scopes,
          expires_at: new Date(Date.now() + Number(days) * DAY_MS).toISOString(),
        }),
      )}
    >
      <Stack>
        <TextInput
          label={t('keys.name')}
          description={t('keys.nameHint')}
          maxLength={100}
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Select
          label={t('keys.workspace')}
          data={workspaces.map((each) => ({ value: each.workspace, label: each.name }))}
          allowDeselect={false}
          {...form.getInputProps('workspace')}
        />
        <Checkbox.Group label={t('keys.scopes')} {...form.getInputProps('scopes')}>
          <Stack gap="xs" mt="xs">
            {SCOPES.map((scope) => (
              <Checkbox key={scope} value={scope} label={t(`scope.${scope.replace(':', '_')}`)} description={scope} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Select
          label={t('keys.lives')}
          data={DAYS.map((days) => ({ value: String(days), label: t('keys.days', { count: days }) }))}
          allowDeselect={false}
          {...form.getInputProps('days')}
        />
        <Button type="submit" loading={make.isPending}>
          {t('keys.make')}
        </Button>
      </Stack>
    </form>
  );
}
