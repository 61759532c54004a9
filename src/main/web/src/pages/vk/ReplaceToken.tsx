import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api, from, take } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { useAct } from '@/ui/useAct';
import type { Account } from './account';
import { isToken, NO_TOKEN, tokenBody, TokenFields, type TokenValues } from './TokenFields';
import { FRESH } from './useAccounts';

interface Props {
  account: Account;
  opened: boolean;
  onClose: () => void;
}

export function ReplaceToken({ account, opened, onClose }: Props) {
  const { t } = useTranslation('vk');
  const title = t(account.token_hint === undefined ? 'acts.give' : 'acts.replace');
  return (
    <Dialog opened={opened} onClose={onClose} title={`${title}: ${account.label}`}>
      <Replacement account={account} onClose={onClose} />
    </Dialog>
  );
}

function Replacement({ account, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('vk');
  const form = useForm<TokenValues>({
    initialValues: NO_TOKEN,
    validate: { token: (text) => (isToken(text.trim()) ? null : t('fields.tokenWrong')) },
  });
  const save = useAct(
    (values: TokenValues) =>
      take(
        api.PATCH('/system-accounts/{id}', {
          params: { path: { id: account.id }, header: from(account.version) },
          body: tokenBody(values),
        }),
      ),
    { done: t('acts.replaced'), fresh: FRESH, onDone: onClose },
  );
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Stack>
        <Text size="sm">{t('acts.replaceHint')}</Text>
        <TokenFields form={form} required user={account.kind === 'user'} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('act.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
