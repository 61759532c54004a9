import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { Offline, Problem } from './api/problem';
import { runLive, useLiveState } from './live/live';
import { platform } from './platform';
import { router } from './routes';
import { useSession } from './session/session';
import { Notices } from './ui/Notices';
import { Starting } from './ui/Starting';
import { cssVariables, themeIn } from './ui/theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Whether there is a connection is told by the answer that does not come; browsers only guess.
      networkMode: 'always',
      refetchOnReconnect: true,
      // What the gateway refuses it will refuse again; a node that is gone is replaced by another one.
      retry: (failed, cause) =>
        failed < 4 && (cause instanceof Offline || (cause instanceof Problem && [502, 503, 504].includes(cause.status))),
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 8_000) * (0.75 + Math.random() / 2),
    },
    mutations: { networkMode: 'always' },
  },
});

export function App() {
  const { t } = useTranslation();
  const theme = useMemo(() => themeIn({ close: t('act.close') }), [t]);
  const [scheme, setScheme] = useState(platform().colorScheme());
  const signedIn = useSession((session) => session.state === 'in');
  const person = useSession((session) => session.me?.id);
  useEffect(() => platform().onColorScheme(() => setScheme(platform().colorScheme())), []);
  useEffect(() => {
    if (!signedIn) {
      return undefined;
    }
    const ending = new AbortController();
    void runLive(ending.signal);
    return () => ending.abort();
  }, [signedIn]);
  // What has failed while nobody answered is asked for again as soon as somebody does.
  useEffect(
    () =>
      useLiveState.subscribe((now, before) => {
        if (now.connected === true && before.connected === false) {
          void queries.refetchQueries({ type: 'active', predicate: (query) => query.state.error !== null });
        }
      }),
    [],
  );
  // What one person has seen is not for the next one.
  useEffect(() => () => queries.clear(), [person]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" {...(scheme && { forceColorScheme: scheme })}>
      <Notices />
      <QueryClientProvider client={queries}>
        <Suspense fallback={<Starting />}>
          <RouterProvider router={router} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}
