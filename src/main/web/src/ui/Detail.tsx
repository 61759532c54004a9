import { Drawer } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { QueryView } from './QueryView';
import { useNarrow } from './useNarrow';

interface FrameProps {
  /** Another one is another one: nothing of the one before stays. Undefined: closed. */
  id: string | undefined;
  title: ReactNode;
  onClose: () => void;
  /** A window before it takes Escape for itself. */
  beneath?: boolean;
  /** Another window is in its place. */
  hidden?: boolean;
}

interface Props<T> extends FrameProps {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}

/** One thing of a list, beside it; on a phone before it. Goes with `useOpened`. */
export function Detail<T>({ query, children, ...frame }: Props<T>) {
  return (
    <DetailFrame {...frame}>
      <QueryView query={query}>{children}</QueryView>
    </DetailFrame>
  );
}

/** For what is known already. */
export function DetailFrame({ id, title, onClose, beneath = false, hidden = false, children }: FrameProps & { children: ReactNode }) {
  const narrow = useNarrow();
  return (
    <Drawer
      opened={id !== undefined && !hidden}
      onClose={onClose}
      position="right"
      size={narrow ? '100%' : 'lg'}
      title={title}
      closeOnEscape={!beneath}
      styles={{ title: { fontWeight: 700, overflowWrap: 'anywhere' } }}
    >
      {id !== undefined && <div key={id}>{children}</div>}
    </Drawer>
  );
}
