import { Alert, Button, Group, List, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { words } from '@/ui/words';
import { nameOf, type Account } from './account';
import { useBulk } from './useBulk';

/** What can be done with those that are selected, and how far it is. */
export function BulkBar({ selected, onClear }: { selected: Account[]; onClear: () => void }) {
  const { t } = useTranslation('telegram');
  const { bulk, run, stop, close } = useBulk();
  if (selected.length === 0 && bulk === undefined) {
    return null;
  }
  return (
    <Stack gap="xs">
      {selected.length > 0 && (
        <Group gap="xs" role="toolbar" aria-label={t('bulk.title')}>
          <Text size="sm">{t('table.selected', { count: selected.length })}</Text>
          <Button size="xs" variant="default" disabled={bulk?.running === true} onClick={() => void run(selected, 'paused')}>
            {t('act.pause')}
          </Button>
          <Button size="xs" variant="default" disabled={bulk?.running === true} onClick={() => void run(selected, 'active')}>
            {t('act.resume')}
          </Button>
          <Button size="xs" variant="subtle" onClick={onClear}>
            {t('bulk.clear')}
          </Button>
        </Group>
      )}
      {bulk && (
        <Alert
          color={bulk.failed.length > 0 ? 'red' : 'teal'}
          title={t('bulk.done', { done: bulk.done, count: bulk.all })}
          role="status"
          withCloseButton={!bulk.running}
          closeButtonLabel={t('common:act.close')}
          onClose={close}
        >
          {bulk.running && (
            <Group wrap="nowrap">
              <Progress value={(bulk.done / bulk.all) * 100} flex={1} aria-label={t('bulk.title')} />
              <Button size="compact-sm" variant="default" onClick={stop}>
                {t('bulk.stop')}
              </Button>
            </Group>
          )}
          {bulk.failed.length > 0 && (
            <List size="sm" mah={160} style={{ overflow: 'auto' }}>
              {bulk.failed.map(({ account, failure }) => (
                <List.Item key={account.id}>
                  {nameOf(account)}: {words(failure)}
                </List.Item>
              ))}
            </List>
          )}
        </Alert>
      )}
    </Stack>
  );
}
