import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { STATES, type JobState } from './job';
import classes from './jobs.module.css';

interface Props {
  /** How many there are in each state, once that is known. */
  counts: Schemas['JobsSummary']['states'] | undefined;
  state: JobState | undefined;
  onState: (state: JobState | undefined) => void;
}

/** The states, and how many jobs are in each. */
export function StateRail({ counts, state, onState }: Props) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  return (
    <div className={classes.rail} role="group" aria-label={t('states')}>
      <button type="button" className={classes.state} aria-pressed={state === undefined} onClick={() => onState(undefined)}>
        {t('everything')}
      </button>
      {STATES.map((each) => (
        <button
          key={each}
          type="button"
          className={classes.state}
          aria-pressed={state === each}
          onClick={() => onState(each)}
        >
          <span>{t(`state.${each}`)}</span>
          <span className={classes.number}>{counts && format.number(counts[each])}</span>
        </button>
      ))}
    </div>
  );
}
