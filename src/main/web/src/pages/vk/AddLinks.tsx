import { Button, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actKey, api, take, type Schemas } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { useAct } from '@/ui/useAct';
import { KINDS, type Kind } from './account';
import { LinkResults } from './LinkResults';
import { ACCOUNTS } from './useAccounts';

type Results = Schemas['AccountLinkResults'];

const MOST = 10_000;

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** Paste, look what would become of each line, add. */
export function AddLinks({ opened, onClose }: Props) {
  const { t } = useTranslation('vk');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('add.byLinks')} size="lg">
      <Links onClose={onClose} />
    </Dialog>
  );
}

/** Numbered as they were pasted; only the empty end is cut off. */
export function linesOf(text: string): string[] {
  const lines = text.trimEnd();
  return lines === '' ? [] : lines.split(/\r?\n/);
}

function Links({ onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('vk');
  const [text, setText] = useState('');
  const [kind, setKind] = useState<Kind | null>(null);
  const [looked, setLooked] = useState<{ results: Results; key: ReturnType<typeof actKey> }>();
  const [done, setDone] = useState<Results>();
  const lines = linesOf(text);

  const look = useAct(
    () => take(api.POST('/system-accounts/by-urls', { body: { urls: lines, dry_run: true, ...(kind && { kind }) } })),
    { onDone: (results) => setLooked({ results, key: actKey() }) },
  );
  const add = useAct(
    (key: ReturnType<typeof actKey>) =>
      take(api.POST('/system-accounts/by-urls', { params: { header: key }, body: { urls: lines, ...(kind && { kind }) } })),
    { fresh: [ACCOUNTS], onDone: setDone },
  );

  if (done) {
    return (
      <Stack>
        <Text role="status">{t('links.done', { count: done.added })}</Text>
        <LinkResults results={done} dry={false} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('act.done')}</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack>
      <Textarea
        label={t('links.paste')}
        description={t('links.hint')}
        autosize
        minRows={4}
        maxRows={10}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setLooked(undefined);
        }}
        error={lines.length > MOST ? t('links.tooMany', { count: MOST }) : undefined}
        data-autofocus
      />
      <Select
        label={t('links.kind')}
        placeholder={t('links.anyKind')}
        clearable
        data={KINDS.map((each) => ({ value: each, label: t(`kind.${each}`) }))}
        value={kind}
        onChange={(next) => {
          setKind(next);
          setLooked(undefined);
        }}
      />
      {looked && <LinkResults results={looked.results} dry />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('act.cancel')}
        </Button>
        {looked ? (
          <Button disabled={looked.results.added === 0} loading={add.isPending} onClick={() => add.mutate(looked.key)}>
            {t('links.add', { count: looked.results.added })}
          </Button>
        ) : (
          <Button
            disabled={lines.length === 0 || lines.length > MOST}
            loading={look.isPending}
            onClick={() => look.mutate(undefined)}
          >
            {t('links.look')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
