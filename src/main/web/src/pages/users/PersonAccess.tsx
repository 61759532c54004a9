import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { ConfirmName } from '@/ui/ConfirmName';
import { useAct } from '@/ui/useAct';
import { calledOf, PEOPLE, type Person } from './person';
import { PersonRoles } from './PersonRoles';

/** What somebody may, and whether they may come in at all. */
export function PersonAccess({ person, onGone }: { person: Person; onGone: () => void }) {
  return (
    <Stack gap="lg">
      <PersonRoles key={person.version} person={person} />
      <Blocking person={person} />
      <Verification person={person} />
      <SecondFactor person={person} />
      <Erasure person={person} onGone={onGone} />
    </Stack>
  );
}

function Part({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <Stack gap="xs" component="section">
      <Title order={3}>{title}</Title>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
      {children}
    </Stack>
  );
}

function Blocking({ person }: { person: Person }) {
  const { t } = useTranslation('users');
  const [reason, setReason] = useState('');
  const path = { id: person.id };
  const block = useAct(() => take(api.POST('/api/admin/v1/users/{id}/block', { params: { path }, body: { reason } })), {
    done: t('block.done'),
    fresh: [PEOPLE],
    onDone: () => setReason(''),
  });
  const unblock = useAct(() => take(api.POST('/api/admin/v1/users/{id}/unblock', { params: { path } })), {
    done: t('block.undone'),
    fresh: [PEOPLE],
  });
  if (person.status === 'blocked') {
    return (
      <Part title={t('block.title')} hint={t('block.undoHint')}>
        <Group>
          <Button variant="default" loading={unblock.isPending} onClick={() => unblock.mutate(undefined)}>
            {t('block.undo')}
          </Button>
        </Group>
      </Part>
    );
  }
  return (
    <Part title={t('block.title')} hint={t('block.hint')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          block.mutate(undefined);
        }}
      >
        <Group align="flex-end" gap="xs">
          <TextInput
            label={t('block.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            required
            flex="1 1 220px"
          />
          <Button type="submit" color="red" loading={block.isPending} disabled={reason.trim() === ''}>
            {t('block.act')}
          </Button>
        </Group>
      </form>
    </Part>
  );
}

function Verification({ person }: { person: Person }) {
  const { t } = useTranslation('users');
  const path = { id: person.id };
  const verified = person.verified_at !== undefined;
  const change = useAct(
    () =>
      verified
        ? take(api.POST('/api/admin/v1/users/{id}/unverify', { params: { path } }))
        : take(api.POST('/api/admin/v1/users/{id}/verify', { params: { path } })),
    { done: verified ? t('verify.undone') : t('verify.done'), fresh: [PEOPLE] },
  );
  return (
    <Part title={t('verify.title')} hint={t('verify.hint')}>
      <Group>
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate(undefined)}>
          {verified ? t('verify.undo') : t('verify.act')}
        </Button>
      </Group>
    </Part>
  );
}

function SecondFactor({ person }: { person: Person }) {
  const { t } = useTranslation('users');
  const [asks, ask] = useDisclosure(false);
  const reset = useAct(
    () => take(api.DELETE('/api/admin/v1/users/{id}/second-factor', { params: { path: { id: person.id } } })),
    { done: t('factor.done'), fresh: [PEOPLE], onDone: ask.close },
  );
  return (
    <Part title={t('factor.title')} hint={t('factor.hint')}>
      <Group>
        <Button variant="default" onClick={ask.open}>
          {t('factor.act')}
        </Button>
      </Group>
      <ConfirmName
        opened={asks}
        title={t('factor.title')}
        name={person.login ?? calledOf(person)}
        act={t('factor.act')}
        busy={reset.isPending}
        onConfirm={() => reset.mutate(undefined)}
        onClose={ask.close}
      >
        {t('factor.lost')}
      </ConfirmName>
    </Part>
  );
}

const PAUSES_MS = [50, 200, 800, 3_200];

/** The answer says that it has begun; a moment later nobody finds the person. */
async function erasure(id: string): Promise<void> {
  const params = { path: { id } };
  await take(api.DELETE('/api/admin/v1/users/{id}', { params }));
  for (const pause of PAUSES_MS) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const { response } = await api.GET('/api/admin/v1/users/{id}', { params });
    if (response.status === 404) {
      return;
    }
  }
}

function Erasure({ person, onGone }: { person: Person; onGone: () => void }) {
  const { t } = useTranslation('users');
  const [asks, ask] = useDisclosure(false);
  const erase = useAct(() => erasure(person.id), {
    done: t('erase.done'),
    fresh: [[...PEOPLE, 'list']],
    onDone: () => {
      ask.close();
      onGone();
    },
  });
  return (
    <Part title={t('erase.title')} hint={t('erase.hint')}>
      <Group>
        <Button color="red" variant="outline" onClick={ask.open}>
          {t('erase.act')}
        </Button>
      </Group>
      <ConfirmName
        opened={asks}
        title={t('erase.title')}
        name={person.login ?? calledOf(person)}
        act={t('erase.act')}
        busy={erase.isPending}
        onConfirm={() => erase.mutate(undefined)}
        onClose={ask.close}
      >
        {t('erase.lost')}
      </ConfirmName>
    </Part>
  );
}
