import { Button, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/ui/Page';
import { QueryView } from '@/ui/QueryView';
import { StateRail } from '@/ui/StateRail';
import { oneOf, text, useOpened, useUrl } from '@/ui/useUrl';
import { BulkDialog, type Bulk } from './BulkDialog';
import { JobDrawer } from './JobDrawer';
import { STATES } from './job';
import { JobTable } from './JobTable';
import { Rekey } from './Rekey';
import { Toolbar } from './Toolbar';
import { useCounts, useJobs } from './useJobs';

const NARROW = { state: oneOf(STATES), kind: text };
const VIEW = { sort: oneOf(['created_at', '-created_at']) };
const NONE: ReadonlySet<string> = new Set();

export default function JobsPage() {
  const { t } = useTranslation('jobs');
  const narrow = useUrl(NARROW);
  const view = useUrl(VIEW);
  const job = useOpened('job');
  const { state, kind } = narrow.values;
  const sort = view.values.sort ?? '-created_at';
  const filter = useMemo(() => ({ state, kind, sort }), [state, kind, sort]);
  const [paused, setPaused] = useState(false);
  const [chosen, setChosen] = useState(NONE);
  const [bulk, setBulk] = useState<Bulk>();
  const { query, more } = useJobs(filter, paused);
  const jobs = query.data;
  const counts = useCounts(kind).data;
  // What has left the list is not acted on unseen.
  const selected = useMemo(() => jobs?.filter((each) => chosen.has(each.id)) ?? [], [jobs, chosen]);
  const show: typeof narrow.change = (part) => {
    setChosen(NONE);
    narrow.change(part);
  };

  return (
    <Page title={t('title')} hint={t('hint')} actions={<Rekey onStarted={(started) => job.open(started.id)} />}>
      <Stack gap="sm">
        <StateRail
          label={t('states')}
          all={t('everything')}
          states={STATES}
          name={(each) => t(`state.${each}`)}
          counts={counts?.states}
          chosen={state}
          onChoose={(next) => show({ state: next })}
        />
        <Toolbar
          filter={filter}
          kinds={counts?.kinds ?? []}
          selected={selected}
          paused={paused}
          onKind={(next) => show({ kind: next })}
          onPause={setPaused}
          onBulk={setBulk}
          onForget={() => setChosen(NONE)}
        />
        <QueryView
          query={query}
          empty={(all) => all.length === 0 && !query.hasNextPage}
          emptyText={narrow.any ? <NothingFound onAll={() => show({ state: undefined, kind: undefined })} /> : t('empty')}
        >
          {(all) => (
            <JobTable
              jobs={all}
              sort={sort}
              selected={chosen}
              onSort={(next) => {
                setChosen(NONE);
                view.change({ sort: next });
              }}
              onSelect={setChosen}
              onOpen={({ id }) => job.open(id)}
              onEnd={more}
            />
          )}
        </QueryView>
      </Stack>
      <JobDrawer id={job.id} onClose={job.close} />
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
