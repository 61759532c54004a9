import { useMediaQuery } from '@mantine/hooks';

/** Whether it is a phone that is held upright. */
export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 36em)', false, { getInitialValueInEffect: false }) === true;
}
