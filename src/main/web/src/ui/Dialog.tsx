import { Modal, type ModalProps } from '@mantine/core';

/** A window in the middle, which holds nothing while it is closed: it forgets what was typed. */
export function Dialog({ children, ...props }: ModalProps) {
  return (
    <Modal centered {...props}>
      {props.opened && children}
    </Modal>
  );
}
