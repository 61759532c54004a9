import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateRail } from '@/ui/StateRail';
import { STATES, type State } from './account';
import { useSummary } from './useSummary';

/** How many accounts are in which state, and how many of them are connected. */
export function Summary({ state, onState }: { state: State | undefined; onState: (state: State | undefined) => void }) {
  const { t } = useTranslation('telegram');
  const { data } = useSummary();
  return (
    <Stack gap={6}>
      <StateRail
        label={t('rail.label')}
        all={t('rail.all')}
        total={data?.accounts}
        states={STATES.filter((each) => (data?.states[each] ?? 0) > 0 || each === state)}
        name={(each) => t(`state.${each}`)}
        counts={data?.states}
        chosen={state}
        onChoose={onState}
      />
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
