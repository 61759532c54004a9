import { Alert } from '@mantine/core';
import { useSaid } from './useSaid';

/** What the gateway refused, in its words, where no single field is to blame. */
export function FormProblem({ failure }: { failure: unknown }) {
  const { said } = useSaid();
  return failure === null || failure === undefined ? null : (
    <Alert color="red" role="alert">
      {said(failure)}
    </Alert>
  );
}
