import { Button, Card, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { Problem } from '@/api/problem';
import { Password } from '@/ui/Password';
import { useAct } from '@/ui/useAct';
import { When } from '@/ui/When';
import { InboxPicture } from './InboxPicture';
import { address, detail, useInboxTitle, type InboxItem } from './inboxItem';
import { Out } from './Out';

/** Fields whose answer nobody should read over a shoulder. */
const SECRET = ['token', 'done_or_token'];
/** Says that the page was visited and nothing else is needed. */
const DONE = 'done';
/** Beside the button where there is room. */
const WIDE = { flex: '1 1 220px' };
/** Somebody else was faster. */
const CLOSED = ['inbox.closed', 'inbox.not_found'];

export function InboxCard({ item, onSettled }: { item: InboxItem; onSettled: (item: InboxItem) => void }) {
  const { t } = useTranslation('control');
  const title = useInboxTitle()(item);
  const form = useForm<Record<string, string>>({ initialValues: Object.fromEntries(item.fields.map((field) => [field, ''])) });
  const answer = useAct(
    (fields: Record<string, string>) =>
      take(api.POST('/inbox/{id}/answer', { params: { path: { id: item.id } }, body: { fields } })),
    {
      fresh: [['control', 'inbox']],
      onDone: onSettled,
      onProblem: (problem: Problem) => {
        if (CLOSED.includes(problem.code)) {
          onSettled({ ...item, state: 'withdrawn' });
          return true;
        }
        return false;
      },
    },
  );
  const picture = address(item, 'captcha_img');
  const page = address(item, 'redirect_uri');
  const why = detail(item, 'reason');
  return (
    <Card withBorder padding="sm" bg="transparent" component="article" aria-label={title}>
      <Stack gap="xs">
        <Group justify="space-between" gap="xs" align="baseline" wrap="nowrap">
          <Text fw={600}>{title}</Text>
          <When at={item.opened_at} size="xs" c="dimmed" style={{ flexShrink: 0 }} />
        </Group>
        {why && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('inbox.why', { why })}
          </Text>
        )}
        {detail(item, 'expires_at') && (
          <Group gap={4}>
            <Text size="sm">{t('inbox.ends')}</Text>
            <When at={detail(item, 'expires_at')} size="sm" />
          </Group>
        )}
        {picture && <InboxPicture id={item.id} address={picture} />}
        {page && <Out to={page}>{t('inbox.page')}</Out>}
        <form onSubmit={form.onSubmit((fields) => answer.mutate(fields))}>
          <Group gap="xs" align="flex-end">
            {item.fields.map((field) => {
              const label = t(`field.${field}`, { defaultValue: field });
              return SECRET.includes(field) ? (
                <Password key={field} label={label} required autoComplete="off" style={WIDE} {...form.getInputProps(field)} />
              ) : (
                <TextInput key={field} label={label} required autoComplete="off" style={WIDE} {...form.getInputProps(field)} />
              );
            })}
            <Button type="submit" loading={answer.isPending}>
              {t('inbox.answer')}
            </Button>
            {item.fields.includes('done_or_token') && (
              <Button variant="default" disabled={answer.isPending} onClick={() => answer.mutate({ done_or_token: DONE })}>
                {t('inbox.doneThere')}
              </Button>
            )}
          </Group>
        </form>
      </Stack>
    </Card>
  );
}
