import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean };
  more: () => void;
}

/** Below a list that is too short to be scrolled in a frame of its own; goes with `usePages`. */
export function More({ query, more }: Props) {
  const { t } = useTranslation();
  return query.hasNextPage ? (
    <Button variant="default" onClick={more} loading={query.isFetchingNextPage} style={{ alignSelf: 'center' }}>
      {t('state.more')}
    </Button>
  ) : null;
}
