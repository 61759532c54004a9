import { useFormat } from '@/i18n/format';
import classes from './StateRail.module.css';

interface Props<S extends string> {
  /** Of the states, for who does not see them. */
  label: string;
  /** Of the first button, which takes the filter away. */
  all: string;
  total?: number | undefined;
  states: readonly S[];
  name: (state: S) => string;
  /** How many there are in each state, once that is known. */
  counts: Partial<Record<S, number>> | undefined;
  chosen: S | undefined;
  onChoose: (state: S | undefined) => void;
}

/** The states above a list, and how many are in each; one that is chosen is the filter, and chosen again it is none. */
export function StateRail<S extends string>({ label, all, total, states, name, counts, chosen, onChoose }: Props<S>) {
  const format = useFormat();
  const one = (state: S | undefined, text: string, count: number | undefined) => (
    <button
      key={state ?? ''}
      type="button"
      className={classes.state}
      aria-pressed={state === chosen}
      onClick={() => onChoose(state === chosen ? undefined : state)}
    >
      <span>{text}</span>
      {count !== undefined && <span className="pult-number">{format.number(count)}</span>}
    </button>
  );
  return (
    <div className={classes.rail} role="group" aria-label={label}>
      {one(undefined, all, total)}
      {states.map((state) => one(state, name(state), counts && (counts[state] ?? 0)))}
    </div>
  );
}
