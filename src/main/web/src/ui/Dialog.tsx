import type { ModalProps } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';

export interface DialogProps extends ModalProps {
  /** What would be lost by a slip is not closed by one. */
  firm?: boolean;
}

/** Fetched when the first one is opened. */
const Window = lazy(() => import('./Window'));

/** A window in the middle, on a phone the whole screen, which holds nothing while it is closed: it forgets what was typed. */
export function Dialog(props: DialogProps) {
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
