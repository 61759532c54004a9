import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface Props {
  opened: boolean;
  title: ReactNode;
  onClose: () => void;
  size?: string | number;
  /** What would be lost by a slip is not closed by one. */
  firm?: boolean;
  children: ReactNode;
}

/** A window before the page; on a phone it is the page. What is in it begins anew whenever it is opened. */
export function Dialog({ opened, title, onClose, size = 'md', firm = false, children }: Props) {
  const narrow = useMediaQuery('(max-width: 36em)') === true;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      styles={{ title: { fontWeight: 700, overflowWrap: 'anywhere' } }}
      size={size}
      fullScreen={narrow}
      closeOnClickOutside={!firm}
      closeOnEscape={!firm}
    >
      {children}
    </Modal>
  );
}
