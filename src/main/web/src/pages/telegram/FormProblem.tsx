import { Alert } from '@mantine/core';
import { words } from '@/ui/words';

/** What the gateway refused, in its words, where no single field is to blame. */
export function FormProblem({ failure }: { failure: unknown }) {
  return failure === null || failure === undefined ? null : (
    <Alert color="red" role="alert">
      {words(failure)}
    </Alert>
  );
}
