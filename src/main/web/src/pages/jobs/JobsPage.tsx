import { Button, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { BulkDialog, type Bulk } from './BulkDialog';
import { JobDrawer } from './JobDrawer';
import { JobTable } from './JobTable';
import { Rekey } from './Rekey';
import { StateRail } from './StateRail';
import { Toolbar } from './Toolbar';
import { useFilter } from './useFilter';
import { useJobs } from './useJobs';

const NONE: ReadonlySet<string> = new Set();

export default function JobsPage() {
  const { t } = useTranslation('jobs');
  const { filter, job, importId, change } = useFilter();
  const [paused, setPaused] = useState(false);
  const [chosen, setChosen] = useState(NONE);
  const [bulk, setBulk] = useState<Bulk>();
  const { query, more } = useJobs(filter, paused);
  const jobs = query.data;
  const kinds = useMemo(() => [...new Set(jobs?.map((each) => each.kind))], [jobs]);
  // What has left the list is not acted on unseen.
  const selected = useMemo(() => jobs?.filter((each) => chosen.has(each.id)) ?? [], [jobs, chosen]);
  const narrow = filter.state !== undefined || filter.kind !== undefined;
  const show = (part: Parameters<typeof change>[0]) => {
    setChosen(NONE);
    change(part);
  };

  return (
    <Page title={t('title')} hint={t('hint')} actions={<Rekey onStarted={(started) => change({ job: started.id })} />}>
      <Stack gap="sm">
        <StateRail kind={filter.kind} state={filter.state} onState={(state) => show({ state })} />
        <Toolbar
          filter={filter}
          kinds={kinds}
          selected={selected}
          paused={paused}
          onKind={(kind) => show({ kind })}
          onPause={setPaused}
          onBulk={setBulk}
          onForget={() => setChosen(NONE)}
        />
        <QueryView
          query={query}
          empty={(all) => all.length === 0 && !query.hasNextPage}
          emptyText={narrow ? <NothingFound onAll={() => show({ state: undefined, kind: undefined })} /> : t('empty')}
        >
          {(all) => (
            <JobTable
              jobs={all}
              sort={filter.sort}
              selected={chosen}
              onSort={(sort) => show({ sort })}
              onSelect={setChosen}
              onOpen={(each) => change({ job: each.id })}
              onEnd={more}
            />
          )}
        </QueryView>
      </Stack>
      <JobDrawer id={job} importId={importId} onClose={() => change({ job: undefined })} />
      <BulkDialog
        bulk={bulk}
        onClose={() => {
          setBulk(undefined);
          setChosen(NONE);
        }}
      />
    </Page>
  );
}

function NothingFound({ onAll }: { onAll: () => void }) {
  const { t } = useTranslation('jobs');
  return (
    <Stack align="center" gap="xs">
      <Text>{t('common:state.nothingFound')}</Text>
      <Button variant="default" size="xs" onClick={onAll}>
        {t('showAll')}
      </Button>
    </Stack>
  );
}
