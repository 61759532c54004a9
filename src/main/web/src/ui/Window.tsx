import { Modal, type ModalProps } from '@mantine/core';

export default function Window({ children, ...props }: ModalProps) {
  return (
    <Modal centered {...props}>
      {props.opened && children}
    </Modal>
  );
}
