import { Button, Card, Group, NativeSelect, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api, from, take, type Schemas } from '@/api/client';
import { LANGUAGES } from '@/i18n';
import { useAct } from '@/ui/useAct';

export const SETTINGS = ['settings'];

export function SettingsForm({ settings }: { settings: Schemas['AppSettings'] }) {
  const { t } = useTranslation('settings');
  const { version, ...values } = settings;
  const form = useForm({
    initialValues: values,
    validate: { instance_name: (name) => (name.trim() === '' ? t('common:field.required') : null) },
  });
  const save = useAct(
    (change: Schemas['AppSettingsChange']) =>
      take(api.PATCH('/api/admin/v1/settings', { params: { header: from(version) }, body: change })),
    { done: t('common:act.saved'), fresh: [SETTINGS, ['public settings']] },
  );
  return (
    <Card withBorder maw={640} p="md">
      <form onSubmit={form.onSubmit((wanted) => save.mutate(wanted))}>
        <Stack>
          <TextInput
            label={t('name')}
            description={t('nameHint')}
            maxLength={100}
            required
            autoComplete="off"
            {...form.getInputProps('instance_name')}
          />
          <NativeSelect
            label={t('language')}
            description={t('languageHint')}
            data={LANGUAGES.map((each) => ({ value: each, label: t(`languages.${each}`) }))}
            {...form.getInputProps('lang_code')}
          />
          <Switch
            label={t('registration')}
            description={t('registrationHint')}
            {...form.getInputProps('registration_enabled', { type: 'checkbox' })}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {t('common:act.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
