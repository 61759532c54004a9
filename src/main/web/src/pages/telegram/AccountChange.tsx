import { Button, Fieldset, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api, from, take, type Schemas } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { useAct } from '@/ui/useAct';
import { words } from '@/ui/words';
import { nameOf, takesSession, useRights, type Account } from './account';
import { LabelsInput } from './AccountCreation';
import { FormProblem } from './FormProblem';
import { ProxySelect } from './ProxySelect';
import { WorkspaceSelect } from './WorkspaceSelect';

type Change = Schemas['TelegramAccountChange'];

interface Props {
  opened: boolean;
  account: Account;
  onClose: () => void;
}

export function AccountChange({ opened, account, onClose }: Props) {
  const { t } = useTranslation('telegram');
  return (
    <Dialog opened={opened} title={t('change.title', { name: nameOf(account) })} onClose={onClose} firm>
      <Form key={account.version} account={account} onClose={onClose} />
    </Dialog>
  );
}

interface Values {
  name: string;
  phone: string;
  labels: string[];
  workspace: string;
  proxy: string | undefined;
  apiId: number | string;
  apiHash: string;
}

/** What the person has changed, and nothing else. */
function changed(account: Account, { name, phone, labels, workspace, proxy, apiId, apiHash }: Values): Change {
  return {
    ...(name.trim() !== account.name && { name: name.trim() || null }),
    ...(phone.trim() !== (account.phone ?? '') && { phone: phone.trim() || null }),
    ...(labels.join('\n') !== account.labels.join('\n') && { labels }),
    ...(workspace !== (account.workspace_id ?? '') && { workspace_id: workspace || null }),
    ...(proxy !== account.proxy_id && { proxy_id: proxy ?? null }),
    ...(apiId === '' && account.api_id !== undefined && { api_id: null, api_hash: null }),
    ...(apiId !== '' && apiHash.trim() !== '' && { api_id: Number(apiId), api_hash: apiHash.trim() }),
  };
}

function Form({ account, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('telegram');
  const { admin, own } = useRights(account.workspace_id);
  const form = useForm<Values>({
    initialValues: {
      name: account.name,
      phone: account.phone ?? '',
      labels: account.labels,
      workspace: account.workspace_id ?? '',
      proxy: account.proxy_id,
      apiId: account.api_id ?? '',
      apiHash: '',
    },
    validate: {
      apiHash: (hash, { apiId }) =>
        (hash === '' && (apiId === '' || Number(apiId) === account.api_id)) || /^[0-9a-f]{32}$/i.test(hash.trim()) ? null : t('change.hashHint'),
    },
  });
  const save = useAct(
    (body: Change) =>
      take(
        api.PATCH('/accounts/{account_id}', {
          params: { path: { account_id: account.id }, header: from(account.version) },
          body,
        }),
      ),
    {
      done: t('common:act.saved'),
      fresh: [['telegram']],
      onDone: onClose,
      onProblem: (problem) => {
        if (problem.code.startsWith('account.phone')) {
          form.setFieldError('phone', words(problem));
        }
        return true;
      },
    },
  );
  /** While somebody is signed in, phone and application stay. */
  const loose = takesSession(account);
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        const change = changed(account, values);
        if (Object.keys(change).length === 0) {
          onClose();
        } else {
          save.mutate(change);
        }
      })}
    >
      <Stack>
        {Object.keys(form.errors).length === 0 && <FormProblem failure={save.error} />}
        <TextInput label={t('field.name')} maxLength={200} data-autofocus {...form.getInputProps('name')} />
        <TextInput
          label={t('field.phone')}
          type="tel"
          autoComplete="off"
          maxLength={40}
          disabled={!loose}
          description={loose ? undefined : t('change.signedIn')}
          {...form.getInputProps('phone')}
        />
        <LabelsInput {...form.getInputProps('labels')} />
        {own && (
          <WorkspaceSelect value={form.values.workspace} onChange={(workspace) => form.setFieldValue('workspace', workspace)} />
        )}
        {admin && (
          <ProxySelect
            label={t('field.proxy')}
            description={t('change.proxyHint')}
            placeholder={t('proxy.direct')}
            value={form.values.proxy}
            onChange={(proxy) => form.setFieldValue('proxy', proxy)}
          />
        )}
        {own && (
          <Fieldset legend={t('change.app')} disabled={!loose}>
            <Stack gap="xs">
              <Text size="sm" c="dimmed">
                {t('change.appHint')}
              </Text>
              <NumberInput label={t('field.apiId')} min={1} max={2147483647} hideControls allowDecimal={false} {...form.getInputProps('apiId')} />
              <TextInput label={t('field.apiHash')} description={t('change.hashHint')} autoComplete="off" {...form.getInputProps('apiHash')} />
            </Stack>
          </Fieldset>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('common:act.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
