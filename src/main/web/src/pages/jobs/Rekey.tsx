import { Button, Group, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actKey, api, take } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { useAct } from '@/ui/useAct';
import type { Job } from './job';

/** Starts the one job that is nobody else's page's. */
export function Rekey({ onStarted }: { onStarted: (job: Job) => void }) {
  const { t } = useTranslation('jobs');
  const [asking, setAsking] = useState(false);
  const key = useRef(actKey());
  const start = useAct(() => take(api.POST('/jobs/rekey', { params: { header: key.current } })), {
    fresh: [['jobs']],
    onDone: (job) => {
      setAsking(false);
      onStarted(job);
    },
    onProblem: () => {
      key.current = actKey();
      return false;
    },
  });
  const ask = () => {
    key.current = actKey();
    setAsking(true);
  };
  return (
    <>
      <Button variant="default" leftSection={<IconKey size={16} aria-hidden />} onClick={ask}>
        {t('rekey.act')}
      </Button>
      <Dialog opened={asking} onClose={() => setAsking(false)} title={t('rekey.title')}>
        <Stack>
          <Text size="sm">{t('rekey.hint')}</Text>
          <Text size="sm">{t('rekey.meanwhile')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('common:act.back')}
            </Button>
            <Button loading={start.isPending} onClick={() => start.mutate(undefined)} data-autofocus>
              {t('rekey.start')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
