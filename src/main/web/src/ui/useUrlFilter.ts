import { useSearchParams } from 'react-router';

type Values<K extends string> = Partial<Record<K, string>>;

/** Filters that stand in the address of the page, so that a view can be kept and given to others. */
export function useUrlFilter<K extends string>(names: readonly K[]) {
  const [params, setParams] = useSearchParams();
  const values: Values<K> = {};
  for (const name of names) {
    const value = params.get(name);
    if (value !== null && value !== '') {
      values[name] = value;
    }
  }
  /** Undefined takes one away; those that are not named stay. */
  const change = (changes: { [name in K]?: string | undefined }) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const name of names.filter((each) => each in changes)) {
          const value = changes[name];
          if (value === undefined || value === '') {
            after.delete(name);
          } else {
            after.set(name, value);
          }
        }
        return after;
      },
      { replace: true },
    );
  const clear = () => change(Object.fromEntries(names.map((name) => [name, undefined])) as { [name in K]?: undefined });
  return { values, change, clear, any: Object.keys(values).length > 0 };
}
