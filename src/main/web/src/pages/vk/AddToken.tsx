import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { actKey, api, take } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { useAct } from '@/ui/useAct';
import { KINDS, type Kind } from './account';
import { isToken, NO_TOKEN, tokenBody, TokenFields, type TokenValues } from './TokenFields';
import { FRESH } from './useAccounts';

interface Props {
  opened: boolean;
  onClose: () => void;
}

interface Values extends TokenValues {
  kind: Kind;
  owner: number | '';
  label: string;
}

export function AddToken({ opened, onClose }: Props) {
  const { t } = useTranslation('vk');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('add.withToken')}>
      <Addition onClose={onClose} />
    </Dialog>
  );
}

function Addition({ onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('vk');
  // One act however often its button is pressed after a lost answer; another one when something else is typed.
  const key = useRef(actKey());
  const form = useForm<Values>({
    initialValues: { ...NO_TOKEN, kind: 'user', owner: '', label: '' },
    validate: {
      owner: (value) => (value === '' ? t('field.required') : null),
      token: (text) => (isToken(text.trim()) ? null : t('fields.tokenWrong')),
    },
    onValuesChange: () => {
      key.current = actKey();
    },
  });
  const add = useAct(
    (values: Values) =>
      take(
        api.POST('/system-accounts/', {
          params: { header: key.current },
          body: {
            kind: values.kind,
            vk_user_id: Number(values.owner),
            ...(values.label.trim() !== '' && { label: values.label.trim() }),
            ...tokenBody({ ...values, refreshes: values.refreshes && values.kind === 'user' }),
          },
        }),
      ),
    { done: t('add.added'), fresh: FRESH, onDone: onClose },
  );
  return (
    <form onSubmit={form.onSubmit((values) => add.mutate(values))} noValidate>
      <Stack gap="sm">
        <Select
          label={t('fields.kind')}
          data={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          allowDeselect={false}
          {...form.getInputProps('kind')}
        />
        <NumberInput
          label={t(`fields.owner.${form.values.kind}`)}
          required
          hideControls
          allowDecimal={false}
          allowNegative={false}
          max={Number.MAX_SAFE_INTEGER}
          {...form.getInputProps('owner')}
        />
        <TextInput label={t('fields.label')} maxLength={200} {...form.getInputProps('label')} />
        <TokenFields form={form} required user={form.values.kind === 'user'} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t('act.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
