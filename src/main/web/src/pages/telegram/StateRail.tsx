import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { useFresh } from '@/live/useFresh';
import { STATES, type State } from './account';

/** For administrators, who alone may ask how all accounts are. */
export function useSummary(enabled = true) {
  useFresh(['telegram.accountChanged'], ['telegram', 'summary']);
  return useQuery({
    queryKey: ['telegram', 'summary'],
    queryFn: () => take(api.GET('/telegram/summary')),
    enabled,
    refetchInterval: 15_000,
  });
}

/** How many accounts are in which state; a state that is chosen is the filter. */
export function StateRail({ state, onState }: { state: State | undefined; onState: (state: State | undefined) => void }) {
  const { t } = useTranslation('telegram');
  const format = useFormat();
  const { data } = useSummary();
  const count = (each: State) => data?.states[each] ?? 0;
  const shown = STATES.filter((each) => count(each) > 0 || each === state);
  const one = (label: string, number: number | undefined, chosen: boolean, value: State | undefined) => (
    <Button
      key={label}
      size="compact-sm"
      variant={chosen ? 'filled' : 'default'}
      aria-pressed={chosen}
      onClick={() => onState(value)}
      rightSection={number === undefined ? undefined : <span className="pult-number">{format.number(number)}</span>}
    >
      {label}
    </Button>
  );
  return (
    <Stack gap={6}>
      <Group gap={6} role="group" aria-label={t('rail.label')}>
        {one(t('rail.all'), data?.accounts, state === undefined, undefined)}
        {shown.map((each) => one(t(`state.${each}`), count(each), state === each, state === each ? undefined : each))}
      </Group>
      {data && (
        <Text size="sm" c="dimmed">
          {[
            t('rail.connected', { count: data.connected }),
            t('rail.resting', { count: data.resting }),
            t('rail.waiting', { count: data.waiting }),
            t('rail.floods', { count: data.floods }),
          ].join(' · ')}
        </Text>
      )}
    </Stack>
  );
}
