import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { words } from '@/ui/ProblemView';

/** What the gateway refused, in its words, where no single field is to blame. */
export function FormProblem({ failure }: { failure: unknown }) {
  const { t } = useTranslation();
  return failure === null || failure === undefined ? null : (
    <Alert color="red" role="alert">
      {words(failure, t('common:state.offline'))}
    </Alert>
  );
}
