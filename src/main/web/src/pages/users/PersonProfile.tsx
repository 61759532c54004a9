import { Button, Group, NativeSelect, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api, from, take, type Schemas } from '@/api/client';
import { LANGUAGES } from '@/i18n';
import { useAct } from '@/ui/useAct';
import { PEOPLE, type Person } from './person';

const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

export function PersonProfile({ person }: { person: Person }) {
  const { t } = useTranslation('users');
  const form = useForm({
    initialValues: { name: person.name, lang_code: person.lang_code, time_zone: person.time_zone },
  });
  const save = useAct(
    (change: Schemas['PersonChange']) =>
      take(
        api.PATCH('/api/admin/v1/users/{id}', {
          params: { path: { id: person.id }, header: from(person.version) },
          body: change,
        }),
      ),
    { done: t('common:act.saved'), fresh: [PEOPLE] },
  );
  return (
    <form onSubmit={form.onSubmit(({ name, ...rest }) => save.mutate({ ...rest, name: name === '' ? null : name }))}>
      <Stack>
        <TextInput label={t('field.name')} maxLength={100} autoComplete="off" {...form.getInputProps('name')} />
        <NativeSelect
          label={t('field.language')}
          data={LANGUAGES.map((each) => ({ value: each, label: t(`language.${each}`) }))}
          {...form.getInputProps('lang_code')}
        />
        <Select
          label={t('field.timeZone')}
          data={ZONES.includes(person.time_zone) ? ZONES : [person.time_zone, ...ZONES]}
          searchable
          allowDeselect={false}
          limit={50}
          {...form.getInputProps('time_zone')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t('common:act.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
