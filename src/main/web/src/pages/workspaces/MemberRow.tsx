import { ActionIcon, Group, Menu, Select, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { StateBadge } from '@/ui/StateBadge';
import { useNameOf } from './useNameOf';

type Member = Schemas['WorkspaceMember'];

const ROLES: Member['role'][] = ['viewer', 'operator', 'owner'];

interface Props {
  member: Member;
  mine: boolean;
  /** Whoever looks may change it. */
  governed: boolean;
  busy: boolean;
  onRole: (role: Member['role']) => void;
  onRemove: () => void;
  onTransfer: () => void;
}

export function MemberRow({ member, mine, governed, busy, onRole, onRemove, onTransfer }: Props) {
  const { t } = useTranslation('workspaces');
  const format = useFormat();
  const name = useNameOf()(member);
  return (
    <li>
      <Group justify="space-between" gap="xs">
        <div style={{ flex: '1 1 160px', minWidth: 0 }}>
          <Group gap="xs">
            <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
            {mine && <StateBadge mood="good">{t('members.me')}</StateBadge>}
          </Group>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {member.name !== '' && member.login !== undefined && `${member.login} · `}
            {t('members.since', { date: format.date(member.since) })}
          </Text>
        </div>
        {governed && !mine ? (
          <Group gap={4} wrap="nowrap">
            <Select
              size="xs"
              w={150}
              aria-label={t('members.roleOf', { name })}
              data={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
              value={member.role}
              allowDeselect={false}
              disabled={busy}
              onChange={(value) => {
                const role = ROLES.find((each) => each === value);
                if (role !== undefined && role !== member.role) {
                  onRole(role);
                }
              }}
            />
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="default" size={30} aria-label={t('members.acts', { name })}>
                  <IconDots size={16} aria-hidden />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={onTransfer}>{t('transfer.act')}</Menu.Item>
                <Menu.Item color="red" onClick={onRemove}>
                  {t('members.remove')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Group>
        ) : (
          <StateBadge mood={member.role === 'owner' ? 'busy' : 'rest'}>{t(`role.${member.role}`)}</StateBadge>
        )}
      </Group>
    </li>
  );
}
