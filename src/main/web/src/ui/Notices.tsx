import { useNotifications } from '@mantine/notifications';
import { lazy, Suspense, useState } from 'react';

/** Fetched when the first thing is said. */
const Toasts = lazy(() => import('./Toasts'));

/** What is said at the edge of the screen about what somebody has done. */
export function Notices() {
  const { notifications } = useNotifications();
  const [wanted, want] = useState(false);
  if (notifications.length > 0 && !wanted) {
    want(true);
  }
  return (
    wanted && (
      <Suspense fallback={null}>
        <Toasts position="bottom-right" limit={4} />
      </Suspense>
    )
  );
}
