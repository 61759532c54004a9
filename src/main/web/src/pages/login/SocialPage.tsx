import { Alert, Anchor, Center, Loader, Stack } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api, take } from '@/api/client';
import { paths } from '@/paths';
import { learn } from '@/session/session';
import { renew, signedIn } from '@/session/token';
import { words } from '@/ui/words';
import { begun, type Begun } from './social';
import { SecondStep } from './SecondStep';
import { Front } from './Front';

/** Where Telegram and Yandex send people back to. */
export default function SocialPage() {
  const { t } = useTranslation('login');
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<unknown>();
  const [step, setStep] = useState<Parameters<typeof SecondStep>[0]['step']>();
  const asked = useRef(false);

  useEffect(() => {
    // A code is good for one use, and development renders twice.
    if (asked.current) {
      return;
    }
    asked.current = true;
    finish(query)
      .then(({ answer, from }) => {
        if (answer === undefined || signedIn(answer)) {
          void learn().then(() => navigate(from ?? paths.home, { replace: true }));
        } else {
          setStep(answer.second_step);
        }
      })
      .catch(setFailure);
  }, [navigate, query]);

  if (step) {
    return (
      <Front title={t('secondTitle')}>
        <SecondStep step={step} onOver={() => void navigate(paths.login, { replace: true })} />
      </Front>
    );
  }
  return (
    <Center component="main" mih="100dvh" p="md">
      {failure === undefined ? (
        <Loader aria-label={t('socialWait')} />
      ) : (
        <Stack>
          <Alert color="red" role="alert" title={t('socialFailed')}>
            {words(failure)}
          </Alert>
          <Anchor component={Link} to={paths.login}>
            {t('toLogin')}
          </Anchor>
        </Stack>
      )}
    </Center>
  );
}

async function finish(query: URLSearchParams) {
  const kept = begun();
  const state = query.get('state');
  if (kept === undefined || state === null || kept.state !== state) {
    throw new Error('state');
  }
  if (kept.links === true) {
    // The page has just been loaded, and an account is linked to whoever is signed in.
    await renew();
  }
  const error = query.get('error');
  const proof = { state, ...(error === null ? { code: query.get('code') ?? '' } : { error }), client: 'browser' as const };
  return { answer: await show(kept, proof), from: kept.from };
}

function show(kept: Begun, body: { state: string; code?: string; error?: string; client: 'browser' }) {
  if (kept.links) {
    const { client: _, ...proof } = body;
    return take(
      api.POST('/api/auth/v1/me/social/{provider}', { params: { path: { provider: kept.provider } }, body: proof }),
    ).then(() => undefined);
  }
  return kept.provider === 'telegram'
    ? take(api.POST('/api/auth/v1/login/social/telegram', { body }))
    : take(api.POST('/api/auth/v1/login/social/yandex', { body }));
}
