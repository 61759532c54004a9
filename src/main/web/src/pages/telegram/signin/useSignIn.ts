import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, from, take, type Schemas } from '@/api/client';
import { Problem } from '@/api/problem';
import { useLive, useLiveState } from '@/live/live';
import { useAct } from '@/ui/useAct';
import type { Account } from '../account';
import { accountNow } from '../useAccount';

export type Progress = Schemas['SignInProgress'];
export type Step = 'begin' | 'code' | 'password' | 'qr' | 'done';

/** What `telegram.signInChanged` says; events have no schema in the contract. */
interface Changed {
  account_id: string;
  now: Progress;
  reason?: string;
}

interface Now {
  progress: Progress;
  /** When it was learned, from which clocks of it run. */
  at: number;
  /** Why the sign-in ended without success. */
  ended?: string;
}

/** After an image has expired its successor comes by an event; if none does, it is asked for. */
const LATE_MS = 3_000;
const LOOK_MS = 4_000;

export function stepOf(progress: Progress): Step {
  switch (progress.state) {
    case 'code_sent':
      return 'code';
    case 'password_needed':
      return 'password';
    case 'ready':
    case 'flood':
    case 'frozen':
      return 'done';
    default:
      return progress.svg === undefined ? 'begin' : 'qr';
  }
}

/** The sign-in of one account, as far as it is; every step of it and what comes of a scan. */
export function useSignIn(account: Account) {
  const queries = useQueryClient();
  const path = { account_id: account.id };
  const [now, setNow] = useState<Now>({ progress: { account_id: account.id, state: account.state }, at: Date.now() });
  const live = useLiveState((state) => state.connected);
  const step = stepOf(now.progress);

  const act = useAct((way: () => Promise<Progress>) => way(), {
    fresh: [['telegram', 'account', account.id], ['telegram', 'accounts']],
    // Only giving up leads back to the beginning; its event may have come before.
    onDone: (progress) => setNow({ progress, at: Date.now(), ...(stepOf(progress) === 'begin' && { ended: 'cancelled' }) }),
    // Said beside the field that it is about.
    onProblem: (problem) => {
      if (problem.code === 'sign_in.already') {
        void look();
      }
      return true;
    },
  });

  /** How the account is by itself, when nobody has told of its sign-in. */
  const look = async () => {
    const fresh = await queries.fetchQuery({
      queryKey: ['telegram', 'account', account.id],
      queryFn: () => accountNow(account.id),
      staleTime: 0,
    });
    setNow((before) =>
      before.progress.state === fresh.state ? before : { progress: { account_id: account.id, state: fresh.state }, at: Date.now() },
    );
  };

  useLive(['telegram.signInChanged'], (told) => {
    if (told === 'reset') {
      void look().catch(() => undefined);
      return;
    }
    const { account_id: about, now: progress, reason } = told.body as Changed;
    if (about === account.id) {
      setNow({ progress, at: Date.now(), ...(reason !== undefined && { ended: reason }) });
    }
  });

  const qr = () => take(api.POST('/accounts/{account_id}/qr', { params: { path } }));
  useEffect(() => {
    if (step !== 'qr' || now.progress.expires_at === undefined) {
      return undefined;
    }
    const left = Math.max(0, new Date(now.progress.expires_at).getTime() - Date.now());
    const timer = setTimeout(() => act.mutate(qr), left + LATE_MS);
    return () => clearTimeout(timer);
    // Once for each image.
  }, [now.progress.svg]);
  useEffect(() => {
    if (step !== 'qr' || live === true) {
      return undefined;
    }
    const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS);
    return () => clearInterval(timer);
  }, [step, live]);

  const failure = act.error;
  return {
    account,
    step,
    ...now,
    failure,
    busy: act.isPending,
    /** Until then the gateway does not let another attempt reach Telegram. */
    waitsUntil:
      failure instanceof Problem && failure.retryAfter !== undefined ? act.submittedAt + failure.retryAfter * 1_000 : undefined,
    sendCode: (phone?: string) =>
      act.mutate(async () => {
        if (phone !== undefined && phone !== (account.phone ?? '')) {
          await take(api.PATCH('/accounts/{account_id}', { params: { path, header: from(account.version) }, body: { phone } }));
        }
        return take(api.POST('/accounts/{account_id}/send-code', { params: { path } }));
      }),
    resend: () => act.mutate(() => take(api.POST('/accounts/{account_id}/resend-code', { params: { path } }))),
    giveCode: (code: string) =>
      act.mutate(() => take(api.POST('/accounts/{account_id}/sign-in', { params: { path }, body: { code } }))),
    givePassword: (password: string) =>
      act.mutate(() => take(api.POST('/accounts/{account_id}/password', { params: { path }, body: { password } }))),
    showQr: () => act.mutate(qr),
    cancel: () => act.mutateAsync(() => take(api.POST('/accounts/{account_id}/cancel-sign-in', { params: { path } }))),
  };
}

export type SignIn = ReturnType<typeof useSignIn>;
