import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { DetailFrame } from '@/ui/Detail';
import { Facts } from '@/ui/Facts';
import { Who } from '@/ui/Who';
import type { Filters } from './filters';
import { Result, Thing } from './useAuditColumns';

interface Props {
  record: Schemas['AuditRecord'] | undefined;
  onClose: () => void;
  onFilter: (change: Filters) => void;
}

/** All that is kept of one act, and the way to what belongs to it. */
export function RecordDrawer({ record, onClose, onFilter }: Props) {
  return (
    <DetailFrame id={record?.id} title={record?.action} onClose={onClose}>
      {record && <OneRecord record={record} onFilter={onFilter} />}
    </DetailFrame>
  );
}

function OneRecord({ record, onFilter }: { record: Schemas['AuditRecord']; onFilter: Props['onFilter'] }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const { subject, object, request_id, action, address } = record;
  const details = Object.entries(record.details);
  return (
    <Stack>
      <Facts
        of={[
          [t('field.at'), format.exact(record.at)],
          [
            t('field.subject'),
            <>
              <Who subject={subject} />
              <Raw>{subject}</Raw>
            </>,
          ],
          [
            t('field.object'),
            <>
              <Thing object={object} />
              {object?.startsWith('user:') && <Raw>{object}</Raw>}
            </>,
          ],
          [t('field.result'), <Result of={record.result} />],
          [t('field.address'), address ?? t('noAddress')],
          [t('field.request'), <Raw>{request_id}</Raw>],
        ]}
      />
      <Title order={3}>{t('details')}</Title>
      {details.length > 0 ? (
        <Facts of={details} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('noDetails')}
        </Text>
      )}
      <Title order={3}>{t('related')}</Title>
      <Group gap="xs">
        <Button size="compact-sm" variant="default" onClick={() => onFilter({ request_id })}>
          {t('relate.request')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => onFilter({ subject })}>
          {t('relate.subject')}
        </Button>
        {object !== undefined && (
          <Button size="compact-sm" variant="default" onClick={() => onFilter({ object })}>
            {t('relate.object')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => onFilter({ action })}>
          {t('relate.action')}
        </Button>
      </Group>
    </Stack>
  );
}

function Raw({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Text>
  );
}
