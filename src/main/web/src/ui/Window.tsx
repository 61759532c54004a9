import { Modal, type ModalProps } from '@mantine/core';
import { useNarrow } from './useNarrow';

export interface WindowProps extends ModalProps {
  /** What would be lost by a slip is not closed by one. */
  firm?: boolean;
}

export default function Window({ firm = false, children, ...props }: WindowProps) {
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
