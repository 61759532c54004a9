import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useSession } from '@/session/session';
import { MomentInput } from '@/ui/MomentInput';
import { useAct } from '@/ui/useAct';
import { ScopeTable } from './ScopeTable';
import { scopesOf, type Chosen } from './scopes';

const LIVES = ['30', '90', '365', 'date'] as const;
const DAY_MS = 86_400_000;

interface Props {
  fresh: QueryKey;
  onCreated: (created: Schemas['ApiKeyCreated']) => void;
  onClose: () => void;
}

export function CreateForm({ fresh, onCreated, onClose }: Props) {
  const { t } = useTranslation('apikeys');
  const memberships = useSession((session) => session.me?.memberships) ?? [];
  const [name, setName] = useState('');
  const [workspace, setWorkspace] = useState('');
  const [chosen, setChosen] = useState<Chosen>({});
  const [lives, setLives] = useState<string>('90');
  const [until, setUntil] = useState<string>();
  const create = useAct((key: Schemas['ApiKeyCreation']) => take(api.POST('/api/admin/v1/api-keys/', { body: key })), {
    fresh: [fresh],
    onDone: onCreated,
  });
  const inWorkspace = workspace !== '';
  const scopes = scopesOf(chosen, inWorkspace);
  const expires_at = lives === 'date' ? until : new Date(Date.now() + Number(lives) * DAY_MS).toISOString();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({
          name: name.trim(),
          scopes,
          ...(expires_at !== undefined && { expires_at }),
          ...(inWorkspace && { workspace }),
        });
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t('create.hint')}
        </Text>
        <TextInput
          label={t('field.name')}
          description={t('create.nameHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
          required
          autoComplete="off"
          data-autofocus
        />
        <NativeSelect
          label={t('field.reach')}
          value={workspace}
          onChange={(event) => setWorkspace(event.currentTarget.value)}
          data={[
            { value: '', label: t('reach.all') },
            ...memberships
              .filter((each) => each.role !== 'viewer')
              .map((each) => ({ value: each.workspace, label: t('reach.named', { name: each.name }) })),
          ]}
        />
        <ScopeTable chosen={chosen} onChange={setChosen} inWorkspace={inWorkspace} />
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t('field.expires')}
            value={lives}
            onChange={(event) => setLives(event.currentTarget.value)}
            data={LIVES.map((each) => ({ value: each, label: t(`lives.${each}`) }))}
          />
          {lives === 'date' && (
            <MomentInput kind="date" label={t('create.until')} value={until} onChange={setUntil} required />
          )}
        </Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={scopes.length === 0 || name.trim() === ''}>
            {t('create.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
