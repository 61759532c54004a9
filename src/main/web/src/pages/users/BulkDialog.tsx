import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { BulkOutcome } from './BulkOutcome';
import { BulkPreview } from './BulkPreview';
import { BulkQuestion } from './BulkQuestion';
import type { PersonFilter } from './person';

interface Props {
  opened: boolean;
  onClose: () => void;
  /** Whom it is about. */
  filter: PersonFilter;
}

/** A change of many people, in two steps: whom it meets is seen first, and nobody else is changed. */
export function BulkDialog({ opened, onClose, filter }: Props) {
  const { t } = useTranslation('users');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('bulk.title')} size="lg">
      {Object.keys(filter).length === 0 ? (
        <Text size="sm">{t('bulk.filterFirst')}</Text>
      ) : (
        <Steps filter={filter} onClose={onClose} />
      )}
    </Dialog>
  );
}

export type Preview = Schemas['BulkChangePreview'] & { change: Schemas['BulkChange'] };

function Steps({ filter, onClose }: Pick<Props, 'filter' | 'onClose'>) {
  const [preview, setPreview] = useState<Preview>();
  const [outcome, setOutcome] = useState<Schemas['BulkChangeOutcome']>();
  return (
    <Stack>
      {outcome ? (
        <BulkOutcome outcome={outcome} onClose={onClose} />
      ) : preview ? (
        <BulkPreview preview={preview} onBack={() => setPreview(undefined)} onDone={setOutcome} />
      ) : (
        <BulkQuestion filter={filter} onClose={onClose} onPreview={setPreview} />
      )}
    </Stack>
  );
}
