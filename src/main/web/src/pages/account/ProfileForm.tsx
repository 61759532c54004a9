import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, from, take, type Schemas } from '@/api/client';
import { LANGUAGES, language, speak } from '@/i18n';
import { learn, type Me } from '@/session/session';
import { Section } from '@/ui/Section';
import { useAct } from '@/ui/useAct';
import { spoken, zoneHere, zones } from './zones';

type Change = Schemas['MeChange'];

/** Rendered anew with each version, so that a form that was overtaken shows what is so now. */
export function ProfileForm({ me }: { me: Me }) {
  const { t, i18n } = useTranslation('account');
  const form = useForm({ initialValues: { name: me.name, lang_code: me.lang_code, time_zone: me.time_zone } });
  const save = useAct(
    (change: Change) => take(api.PATCH('/api/auth/v1/me', { params: { header: from(me.version) }, body: change })),
    {
      done: t('act.saved'),
      onDone: (now) => {
        void speakAs(now.lang_code);
        void learn();
      },
      onProblem: (problem) => {
        if (problem.status === 412) {
          void learn();
        } else if (problem.code === 'me.time_zone') {
          form.setFieldError('time_zone', t('field.invalid'));
          return true;
        }
        return false;
      },
    },
  );
  const choices = useMemo(() => zones(me.time_zone), [me.time_zone]);
  const here = zoneHere();
  const { time_zone: zone } = form.values;
  const clock = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short', timeZone: zone }).format(new Date());

  return (
    <Section title={t('profile.title')}>
      <form onSubmit={form.onSubmit((values) => save.mutate(changeOf(values, me)))}>
        <Stack>
          <TextInput
            label={t('profile.name')}
            description={t('profile.nameHint')}
            autoComplete="name"
            maxLength={100}
            {...form.getInputProps('name')}
          />
          <NativeSelect
            label={t('profile.language')}
            data={LANGUAGES.map((each) => ({ value: each, label: t(`language.${each}`) }))}
            {...form.getInputProps('lang_code')}
          />
          {/* The browser's own: it finds a city by its first letters, and weighs nothing. */}
          <NativeSelect
            label={t('profile.zone')}
            description={t('profile.clock', { clock })}
            data={choices}
            {...form.getInputProps('time_zone')}
          />
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {t('act.save')}
            </Button>
            {zone !== here && (
              <Button variant="subtle" onClick={() => form.setFieldValue('time_zone', here)}>
                {t('profile.zoneHere', { zone: spoken(here) })}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

/** What was not touched is not sent, and stays whatever somebody else makes of it. */
function changeOf(values: { name: string; lang_code: Me['lang_code']; time_zone: string }, me: Me): Change {
  const name = values.name.trim();
  return {
    ...(name !== me.name && { name: name === '' ? null : name }),
    ...(values.lang_code !== me.lang_code && { lang_code: values.lang_code }),
    ...(values.time_zone !== me.time_zone && { time_zone: values.time_zone }),
  };
}

async function speakAs(wanted: Me['lang_code']): Promise<void> {
  if (wanted !== language()) {
    await speak(wanted);
  }
}
