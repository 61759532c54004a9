import { Button, Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { useWorkspaceAct } from './useWorkspaceAct';

const ROLES: Schemas['WorkspaceRole'][] = ['viewer', 'operator', 'owner'];
const DAYS = [1, 7, 30];
const DAY_S = 86_400;

interface Props {
  workspace: string;
  onDone: (made: Schemas['WorkspaceInvitationCreated']) => void;
}

export function InvitationForm({ workspace, onDone }: Props) {
  const { t } = useTranslation('workspaces');
  const [role, setRole] = useState<Schemas['WorkspaceRole']>('operator');
  const [days, setDays] = useState('7');
  const make = useWorkspaceAct(
    () =>
      take(
        api.POST('/api/app/v1/workspaces/{id}/invitations', {
          params: { path: { id: workspace } },
          body: { role, expires_in: Number(days) * DAY_S },
        }),
      ),
    { onDone },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate(undefined);
      }}
    >
      <Stack>
        <Radio.Group
          label={t('invitations.role')}
          value={role}
          onChange={(value) => setRole(ROLES.find((each) => each === value) ?? role)}
        >
          <Stack gap="xs" mt="xs">
            {ROLES.map((each) => (
              <Radio key={each} value={each} label={t(`role.${each}`)} description={t(`may.${each}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Select
          label={t('invitations.lives')}
          data={DAYS.map((each) => ({ value: String(each), label: t('invitations.days', { count: each }) }))}
          value={days}
          onChange={(value) => setDays(value ?? days)}
          allowDeselect={false}
        />
        <Button type="submit" loading={make.isPending}>
          {t('invitations.create')}
        </Button>
      </Stack>
    </form>
  );
}
