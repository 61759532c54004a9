import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take, type Schemas } from '@/api/client';
import { leaveFor, type Provider } from '@/pages/login/social';
import { usePublicSettings } from '@/pages/login/usePublicSettings';
import { paths } from '@/paths';
import { Ask } from '@/ui/Ask';
import { QueryView } from '@/ui/QueryView';
import classes from '@/ui/Rows.module.css';
import { Section } from '@/ui/Section';
import { useAct } from '@/ui/useAct';
import { When } from '@/ui/When';

const PROVIDERS: Provider[] = ['telegram', 'yandex'];
const SOCIAL = ['me', 'social'];

/** Accounts elsewhere by which this person signs in. */
export function SocialLogins() {
  const { t } = useTranslation('account');
  const query = useQuery({ queryKey: SOCIAL, queryFn: () => take(api.GET('/api/auth/v1/me/social')) });
  const open = usePublicSettings().data?.sign_in_providers;
  const [leaving, setLeaving] = useState<Provider>();
  const link = useAct(
    (provider: Provider) =>
      take(
        api.POST('/api/auth/v1/me/social/{provider}/start', {
          params: { path: { provider } },
          body: { client: 'browser', redirect_uri: location.origin + paths.social },
        }),
      ).then((started) =>
        leaveFor(started, { provider, state: started.state, from: paths.accountSecurity, links: true }),
      ),
  );
  const unlink = useAct(
    (provider: Provider) => take(api.DELETE('/api/auth/v1/me/social/{provider}', { params: { path: { provider } } })),
    { done: t('social.unlinked'), fresh: [SOCIAL, ['me', 'audit']], onDone: () => setLeaving(undefined) },
  );

  if (query.data?.items.length === 0 && open?.length === 0) {
    return null;
  }
  return (
    <Section title={t('social.title')} hint={t('social.hint')}>
      <QueryView query={query}>
        {({ items }) => (
          <ul className={classes.rows} aria-label={t('social.title')}>
            {PROVIDERS.map((provider) => {
              const linked = items.find((each) => each.provider === provider);
              return !linked && !open?.includes(provider) ? null : (
                <li key={provider}>
                  <Group justify="space-between" wrap="nowrap">
                    <div style={{ minWidth: 0 }}>
                      <Text size="sm" fw={500}>
                        {t(`provider.${provider}`)}
                      </Text>
                      {linked ? (
                        <Linked login={linked} />
                      ) : (
                        <Text size="xs" c="dimmed">
                          {t('social.none')}
                        </Text>
                      )}
                    </div>
                    {linked ? (
                      <Button
                        variant="subtle"
                        color="red"
                        size="compact-sm"
                        aria-label={t('social.unlinkOne', { provider: t(`provider.${provider}`) })}
                        onClick={() => setLeaving(provider)}
                      >
                        {t('social.unlink')}
                      </Button>
                    ) : (
                      <Button
                        variant="light"
                        size="compact-sm"
                        aria-label={t('social.linkOne', { provider: t(`provider.${provider}`) })}
                        loading={link.isPending && link.variables === provider}
                        onClick={() => link.mutate(provider)}
                      >
                        {t('social.link')}
                      </Button>
                    )}
                  </Group>
                </li>
              );
            })}
          </ul>
        )}
      </QueryView>
      <Ask
        opened={leaving !== undefined}
        title={leaving ? t('social.unlinkOne', { provider: t(`provider.${leaving}`) }) : ''}
        act={t('social.unlink')}
        busy={unlink.isPending}
        onConfirm={() => leaving && unlink.mutate(leaving)}
        onClose={() => setLeaving(undefined)}
      >
        {t('social.unlinkHint')}
      </Ask>
    </Section>
  );
}

function Linked({ login }: { login: Schemas['SocialLogin'] }) {
  const { t } = useTranslation('account');
  return (
    <Group gap={6}>
      <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
        {[login.name, login.username && `@${login.username}`].filter(Boolean).join(' · ')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('social.used')}
      </Text>
      <When at={login.last_used_at} size="xs" c="dimmed" />
    </Group>
  );
}
