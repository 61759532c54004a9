import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, take } from '@/api/client';
import type { Account } from './account';

/** At the same time; the gateway is others' too. */
const AT_ONCE = 4;

interface Failed {
  account: Account;
  failure: unknown;
}

export interface Bulk {
  done: number;
  all: number;
  failed: Failed[];
  running: boolean;
}

/** Pauses or resumes accounts one by one, a few at a time; one that fails keeps no other one from it. */
export function useBulk() {
  const queries = useQueryClient();
  const [bulk, setBulk] = useState<Bulk>();
  const stopped = useRef(false);

  const run = async (accounts: Account[], status: Account['status']) => {
    stopped.current = false;
    const failed: Failed[] = [];
    const waiting = [...accounts];
    let done = 0;
    const tell = (running: boolean) => setBulk({ done, all: accounts.length, failed: [...failed], running });
    tell(true);
    const worker = async () => {
      for (let account = waiting.shift(); account !== undefined && !stopped.current; account = waiting.shift()) {
        try {
          await take(api.PATCH('/accounts/{account_id}', { params: { path: { account_id: account.id } }, body: { status } }));
        } catch (failure) {
          failed.push({ account, failure });
        }
        done++;
        tell(true);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    tell(false);
    await queries.invalidateQueries({ queryKey: ['telegram'] });
  };

  return { bulk, run, stop: () => (stopped.current = true), close: () => setBulk(undefined) };
}
