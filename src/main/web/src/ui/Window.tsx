import { Modal } from '@mantine/core';
import type { DialogProps } from './Dialog';
import { useNarrow } from './useNarrow';

export default function Window({ firm = false, children, ...props }: DialogProps) {
  const narrow = useNarrow();
  return (
    <Modal
      centered
      fullScreen={narrow}
      closeOnClickOutside={!firm}
      closeOnEscape={!firm}
      styles={{ title: { fontWeight: 700, overflowWrap: 'anywhere' } }}
      {...props}
    >
      {props.opened && children}
    </Modal>
  );
}
