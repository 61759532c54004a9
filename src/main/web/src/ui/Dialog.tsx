import type { ModalProps } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';

/** Fetched when the first one is opened. */
const Window = lazy(() => import('./Window'));

/** A window in the middle, which holds nothing while it is closed: it forgets what was typed. */
export function Dialog(props: ModalProps) {
  const [wanted, want] = useState(props.opened);
  if (props.opened && !wanted) {
    want(true);
  }
  return (
    wanted && (
      <Suspense fallback={null}>
        <Window {...props} />
      </Suspense>
    )
  );
}
