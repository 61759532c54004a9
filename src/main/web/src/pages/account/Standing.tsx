import { Anchor, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '@/i18n/format';
import { paths } from '@/paths';
import type { Me } from '@/session/session';
import { Section } from '@/ui/Section';
import { StateBadge } from '@/ui/StateBadge';

/** What others have made of this person, and they cannot change by themselves. */
export function Standing({ me }: { me: Me }) {
  const { t } = useTranslation('account');
  const format = useFormat();
  return (
    <Section title={t('standing.title')}>
      <Stack gap="xs" component="dl" m={0}>
        <Fact name={t('standing.login')}>{me.login ?? t('standing.noLogin')}</Fact>
        <Fact name={t('standing.roles')}>
          <Group gap={4}>
            {me.roles.map((role) => (
              <StateBadge key={role} mood={role === 'USER' ? 'rest' : 'busy'}>
                {t(`role.${role}`)}
              </StateBadge>
            ))}
          </Group>
        </Fact>
        <Fact name={t('standing.verified')}>
          {me.verified ? <StateBadge mood="good">{t('standing.isVerified')}</StateBadge> : t('standing.notVerified')}
        </Fact>
        <Fact name={t('standing.since')}>{format.date(me.created_at)}</Fact>
        <Fact name={t('standing.workspaces')}>
          {me.memberships.length === 0 ? (
            <Anchor component={Link} to={paths.workspaces} size="sm">
              {t('standing.noWorkspaces')}
            </Anchor>
          ) : (
            <Stack gap={4}>
              {me.memberships.map((each) => (
                <Group key={each.workspace} gap="xs">
                  <Anchor component={Link} to={paths.workspaces} size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {each.name}
                  </Anchor>
                  <StateBadge mood={each.role === 'owner' ? 'busy' : 'rest'}>{t(`member.${each.role}`)}</StateBadge>
                </Group>
              ))}
            </Stack>
          )}
        </Fact>
      </Stack>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Group gap="xs" align="flex-start">
      <Text component="dt" c="dimmed" size="sm" w={140}>
        {name}
      </Text>
      <Text component="dd" size="sm" m={0} style={{ flex: '1 1 160px', minWidth: 0, overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Group>
  );
}
