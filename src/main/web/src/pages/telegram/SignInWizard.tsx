import { Alert, Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Dialog } from '@/ui/Dialog';
import { QueryView } from '@/ui/QueryView';
import { nameOf, type Account } from './account';
import { BeginStep } from './signin/BeginStep';
import { CodeStep } from './signin/CodeStep';
import { PasswordStep } from './signin/PasswordStep';
import { QrStep } from './signin/QrStep';
import { useSignIn, type SignIn } from './signin/useSignIn';
import { accountNow } from './useAccount';

export function SignInWizard({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('telegram');
  return (
    <Dialog opened={id !== undefined} title={t('signIn.title')} onClose={onClose} firm>
      {id !== undefined && <OfAccount id={id} onClose={onClose} />}
    </Dialog>
  );
}

function OfAccount({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery({
    queryKey: ['telegram', 'account', id],
    queryFn: () => accountNow(id),
  });
  return <QueryView query={query}>{(account) => <Steps account={account} onClose={onClose} />}</QueryView>;
}

/** A password is not needed by everybody. */
const AT = { begin: 1, qr: 2, code: 2, password: 3, done: 3 };
const LAST = 3;

function Steps({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useTranslation('telegram');
  const signIn = useSignIn(account);
  const { step, busy } = signIn;
  return (
    <Stack>
      <Text fw={600}>{nameOf(account)}</Text>
      {step !== 'done' && (
        <Stack gap={4}>
          <Text size="sm" c="dimmed" role="status">
            {t('signIn.step', { at: AT[step], name: t(`step.${step}`) })}
          </Text>
          <Progress value={((AT[step] - 1) / LAST) * 100 + 10} size="sm" aria-label={t('signIn.steps')} />
        </Stack>
      )}
      {step === 'begin' && <BeginStep signIn={signIn} />}
      {step === 'code' && <CodeStep signIn={signIn} />}
      {step === 'password' && <PasswordStep signIn={signIn} />}
      {step === 'qr' && <QrStep signIn={signIn} />}
      {step === 'done' ? (
        <Done signIn={signIn} onClose={onClose} />
      ) : (
        step !== 'begin' && (
          <Group justify="space-between">
            <Button variant="subtle" color="red" size="compact-sm" disabled={busy} onClick={() => void signIn.cancel().catch(() => undefined)}>
              {t('signIn.cancel')}
            </Button>
            <Text size="xs" c="dimmed">
              {t('signIn.tenMinutes')}
            </Text>
          </Group>
        )
      )}
    </Stack>
  );
}

function Done({ signIn, onClose }: { signIn: SignIn; onClose: () => void }) {
  const { t } = useTranslation('telegram');
  const { pathname } = useLocation();
  const { progress } = signIn;
  const who = progress.username === undefined ? progress.telegram_id?.toString() : `@${progress.username}`;
  return (
    <Stack>
      <Alert color="teal" icon={<IconCircleCheck aria-hidden />} role="status" title={t('signIn.done')}>
        {who === undefined ? t('signIn.doneHint') : t('signIn.doneAs', { who })}
      </Alert>
      {progress.same_as !== undefined && (
        <Alert color="yellow">
          {t('signIn.same')}{' '}
          <Anchor component={Link} to={`${pathname}?account=${progress.same_as}`} onClick={onClose}>
            {t('signIn.sameShow')}
          </Anchor>
        </Alert>
      )}
      <Button onClick={onClose} autoFocus>
        {t('common:act.done')}
      </Button>
    </Stack>
  );
}
