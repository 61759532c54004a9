import { Button, Group, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { actKey, api, take } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { useAct } from '@/ui/useAct';
import { words } from '@/ui/words';
import type { Account } from './account';
import { FormProblem } from './FormProblem';
import { useFirstWorkspace, WorkspaceSelect } from './WorkspaceSelect';

interface Props {
  opened: boolean;
  onClose: () => void;
  onCreated: (account: Account) => void;
}

/** A new account; the sign-in follows. */
export function AccountCreation({ opened, onClose, onCreated }: Props) {
  const { t } = useTranslation('telegram');
  return (
    <Dialog opened={opened} title={t('creation.title')} onClose={onClose}>
      <Form onCreated={onCreated} onClose={onClose} />
    </Dialog>
  );
}

function Form({ onCreated, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('telegram');
  const form = useForm({ initialValues: { name: '', phone: '', workspace: useFirstWorkspace(), labels: [] as string[] } });
  const create = useAct(
    ({ name, phone, workspace, labels }: typeof form.values) =>
      take(
        api.POST('/accounts/', {
          params: { header: actKey() },
          body: {
            ...(name.trim() !== '' && { name: name.trim() }),
            ...(phone.trim() !== '' && { phone: phone.trim() }),
            ...(workspace !== '' && { workspace_id: workspace }),
            labels,
            status: 'active' as const,
          },
        }),
      ),
    {
      fresh: [['telegram']],
      onDone: onCreated,
      onProblem: (problem) => {
        if (problem.code.startsWith('account.phone')) {
          form.setFieldError('phone', words(problem));
        }
        return true;
      },
    },
  );
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack>
        {Object.keys(form.errors).length === 0 && <FormProblem failure={create.error} />}
        <TextInput label={t('field.name')} description={t('creation.nameHint')} maxLength={200} data-autofocus {...form.getInputProps('name')} />
        <TextInput
          label={t('field.phone')}
          description={t('creation.phoneHint')}
          placeholder="+7 999 123-45-67"
          type="tel"
          autoComplete="off"
          maxLength={40}
          {...form.getInputProps('phone')}
        />
        <WorkspaceSelect value={form.values.workspace} onChange={(workspace) => form.setFieldValue('workspace', workspace)} />
        <LabelsInput {...form.getInputProps('labels')} />
        <Text size="sm" c="dimmed">
          {t('creation.next')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('common:act.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface LabelsProps {
  value?: string[];
  onChange?: (labels: string[]) => void;
}

const MOST_LABELS = 20;

export function LabelsInput(input: LabelsProps) {
  const { t } = useTranslation('telegram');
  return <TagsInput label={t('field.labels')} description={t('creation.labelsHint')} maxTags={MOST_LABELS} acceptValueOnBlur {...input} />;
}
