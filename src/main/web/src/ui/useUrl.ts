import { useMemo } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';

/** What a text in the address says; undefined: nothing that is meant here. */
type Meaning = (text: string) => unknown;
type Shape = Record<string, Meaning>;
type Changes<S extends Shape> = { [name in keyof S]?: string | boolean | undefined };
type Values<S extends Shape> = { [name in keyof S]?: NonNullable<ReturnType<S[name]>> };

export const text: (text: string) => string = (given) => given;

export function flag(given: string): boolean | undefined {
  return given === 'true' ? true : given === 'false' ? false : undefined;
}

export function oneOf<T extends string>(known: readonly T[]): (given: string) => T | undefined {
  return (given) => known.find((each) => each === given);
}

/** What is shown stands in the address of the page, so that a view can be kept and given to others. */
export function useUrl<S extends Shape>(shape: S) {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const values = useMemo(() => read(params, shape), [params, shape]);
  /** Undefined takes one away; those that are not named stay. */
  const change = (changes: Changes<S>) => setParams((before) => written(before, changes), { replace: true, state });
  /** These alone of those that are named here. */
  const replace = (wanted: Changes<S>) => change({ ...Object.fromEntries(Object.keys(shape).map((name) => [name, undefined])), ...wanted });
  return { values, change, replace, clear: () => replace({}), any: Object.keys(values).length > 0 };
}

export type Url<S extends Shape> = ReturnType<typeof useUrl<S>>;

/** What is open before the page, by its number in the address. The way back closes it. */
export function useOpened(name: string) {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const id = params.get(name) || undefined;
  const stepped = (state as { opened?: string } | null)?.opened === name;
  return {
    id,
    open: (wanted: string) =>
      setParams((before) => written(before, { [name]: wanted }), {
        replace: id !== undefined,
        state: id === undefined || stepped ? { opened: name } : state,
      }),
    close: () => {
      if (id !== undefined) {
        // Whoever came by a link has no step to take back here.
        void (stepped ? navigate(-1) : setParams((before) => written(before, { [name]: undefined }), { replace: true }));
      }
    },
  };
}

function read<S extends Shape>(params: URLSearchParams, shape: S): Values<S> {
  const said = Object.entries(shape).flatMap(([name, meaning]) => {
    const value = meaning(params.get(name) ?? '');
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return Object.fromEntries(said) as Values<S>;
}

function written(before: URLSearchParams, changes: Record<string, string | boolean | undefined>): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') {
      after.delete(name);
    } else {
      after.set(name, String(value));
    }
  }
  return after;
}
