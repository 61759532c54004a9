import { lazy, Suspense, useState } from 'react';
import type { WindowProps } from './Window';

/** Fetched when the first one is opened. */
const Window = lazy(() => import('./Window'));

/** A window in the middle, on a phone the whole screen, which holds nothing while it is closed: it forgets what was typed. */
export function Dialog(props: WindowProps) {
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
