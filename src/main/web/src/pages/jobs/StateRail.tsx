import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { STATES, type JobState } from './job';
import { COUNTED, useCounts } from './useJobs';
import classes from './jobs.module.css';

interface Props {
  kind: string | undefined;
  state: JobState | undefined;
  onState: (state: JobState | undefined) => void;
}

/** The states, and how many jobs are in each. */
export function StateRail({ kind, state, onState }: Props) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const counts = useCounts(kind);
  return (
    <div className={classes.rail} role="group" aria-label={t('states')}>
      <button type="button" className={classes.state} aria-pressed={state === undefined} onClick={() => onState(undefined)}>
        {t('everything')}
      </button>
      {STATES.map((each) => {
        const count = counts.get(each);
        return (
          <button
            key={each}
            type="button"
            className={classes.state}
            aria-pressed={state === each}
            onClick={() => onState(each)}
            title={count?.more ? t('moreThan', { count: COUNTED }) : undefined}
          >
            <span>{t(`state.${each}`)}</span>
            <span className={classes.number}>{count && format.number(count.known) + (count.more ? '+' : '')}</span>
          </button>
        );
      })}
    </div>
  );
}
