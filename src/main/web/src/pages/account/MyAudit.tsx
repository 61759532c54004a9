import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import type { Me } from '@/session/session';
import { More } from '@/ui/More';
import { QueryView } from '@/ui/QueryView';
import classes from '@/ui/Rows.module.css';
import { Section } from '@/ui/Section';
import { StateBadge } from '@/ui/StateBadge';
import { usePages } from '@/ui/usePages';
import { When } from '@/ui/When';

const PAGE = 10;

export function MyAudit({ me }: { me: Me }) {
  const { t } = useTranslation('account');
  const { query, more } = usePages(['me', 'audit'], (cursor) =>
    take(api.GET('/api/auth/v1/me/audit', { params: { query: { limit: PAGE, cursor } } })),
  );
  return (
    <Section title={t('history.title')} hint={t('history.hint')}>
      <QueryView query={query} empty={(entries) => entries.length === 0}>
        {(entries) => (
          <Stack gap="xs">
            <ul className={classes.rows} aria-label={t('history.title')}>
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} me={me} />
              ))}
            </ul>
            <More query={query} more={more} />
          </Stack>
        )}
      </QueryView>
    </Section>
  );
}

function Entry({ entry, me }: { entry: Schemas['AuditRecord']; me: Me }) {
  const { t, i18n } = useTranslation('account');
  const key = `audit.${entry.action}`;
  return (
    <li>
      <Group justify="space-between" gap="xs" align="flex-start">
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {/* What other concerns write has no words here; its name says enough. */}
          {i18n.exists(key, { ns: 'account' }) ? t(key) : entry.action}
        </Text>
        {entry.result !== 'done' && <StateBadge mood="bad">{t('history.refused')}</StateBadge>}
      </Group>
      <Group gap="xs">
        <When at={entry.at} size="xs" c="dimmed" />
        <Text size="xs" c="dimmed">
          {entry.subject === `user:${me.id}` ? (entry.address ?? '') : t(`by.${kindOf(entry.subject)}`)}
        </Text>
      </Group>
    </li>
  );
}

function kindOf(subject: string): 'user' | 'key' | 'other' {
  const kind = subject.split(':', 1)[0];
  return kind === 'user' || kind === 'key' ? kind : 'other';
}
