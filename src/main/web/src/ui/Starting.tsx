import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { start } from '@/session/session';
import { ProblemView } from './ProblemView';

/** The whole screen, until it is known who is here. */
export function Starting({ failure }: { failure?: unknown }) {
  const { t } = useTranslation();
  return (
    <Center mih="100dvh" p="md">
      {failure === undefined ? (
        <Loader aria-label={t('state.loading')} />
      ) : (
        <ProblemView failure={failure} again={() => void start()} />
      )}
    </Center>
  );
}
