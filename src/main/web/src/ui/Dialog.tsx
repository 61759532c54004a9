import { Modal, type ModalProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A window in the middle, which holds nothing while it is closed: it forgets what was typed. */
export function Dialog({ children, ...props }: ModalProps) {
  const { t } = useTranslation();
  return (
    <Modal centered closeButtonProps={{ 'aria-label': t('common:act.close') }} {...props}>
      {props.opened && children}
    </Modal>
  );
}
