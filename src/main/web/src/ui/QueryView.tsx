import { Center, Loader, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from './ProblemView';

interface Props<T> {
  query: UseQueryResult<T>;
  /** Whether there is nothing in it. */
  empty?: (data: T) => boolean;
  /** What to say then. */
  emptyText?: ReactNode;
  children: (data: T) => ReactNode;
}

/** One of loading, failed, empty, or the thing itself; old data stays while it cannot be fetched anew, and says so. */
export function QueryView<T>({ query, empty, emptyText, children }: Props<T>) {
  const { t } = useTranslation();
  if (query.data === undefined) {
    return query.isError ? (
      <ProblemView failure={query.error} again={() => void query.refetch()} />
    ) : (
      <Center p="xl">
        <Loader aria-label={t('state.loading')} />
      </Center>
    );
  }
  return (
    <Stack gap="sm">
      {query.isError && <ProblemView failure={query.error} again={() => void query.refetch()} />}
      {empty?.(query.data) === true ? (
        <Center p="xl">
          <Text c="dimmed" component="div" ta="center">
            {emptyText ?? t('state.empty')}
          </Text>
        </Center>
      ) : (
        children(query.data)
      )}
    </Stack>
  );
}
