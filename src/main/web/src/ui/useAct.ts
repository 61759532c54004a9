import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { platform } from '@/platform';
import { askForProof } from './proof';
import { words } from './words';

interface Options<T> {
  /** Said when it is done; undefined: what is shown says it. */
  done?: string;
  /** What begins with these is fetched anew, whether it is done or refused. */
  fresh?: QueryKey[];
  onDone?: (answer: T) => void;
  /** A form shows problems of its fields itself. @returns whether it has */
  onProblem?: (problem: Problem) => boolean;
}

/** The node that took the proof knows of it at once, every other one within a second. */
const HEARD_MS = 1_200;

const wantsProof = (failure: unknown) => failure instanceof Problem && failure.code === 'confirmation.needed';

async function onceProved<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (failure) {
    if (!wantsProof(failure)) {
      throw failure;
    }
  }
  await new Promise((resolve) => setTimeout(resolve, HEARD_MS));
  return act();
}

/**
 * Something that changes things. A problem is shown in the person's words; an act that wants a fresh proof asks for it and goes
 * on by itself.
 */
export function useAct<A, T>(act: (argument: A) => Promise<T>, { done, fresh = [], onDone, onProblem }: Options<T> = {}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation<T, Error, A>({
    mutationFn: async (argument) => {
      try {
        return await act(argument);
      } catch (failure) {
        if (wantsProof(failure) && (await askForProof())) {
          return onceProved(() => act(argument));
        }
        throw failure;
      }
    },
    onSuccess: async (answer) => {
      platform().touch('done');
      if (done !== undefined) {
        notifications.show({ message: done, color: 'teal' });
      }
      onDone?.(answer);
      await Promise.all(fresh.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
    onError: (failure) => {
      platform().touch('failed');
      const refused = failure instanceof Problem;
      if (refused) {
        // Also a refusal tells that what is shown may be old.
        fresh.forEach((queryKey) => void queries.invalidateQueries({ queryKey }));
      }
      const told = refused && onProblem?.(failure) === true;
      if (refused && failure.status === 412) {
        // The change was made from an old version: the person sees it as it is now, and decides again.
        notifications.show({ title: t('problem.changed'), message: t('problem.changedHint'), color: 'yellow', autoClose: 10_000 });
        return;
      }
      if (told) {
        return;
      }
      notifications.show({
        title: t('problem.title'),
        message:
          words(failure) +
          (refused && failure.requestId !== undefined ? ` · ${t('problem.request', { id: failure.requestId })}` : ''),
        color: 'red',
        autoClose: 10_000,
      });
    },
  });
}
