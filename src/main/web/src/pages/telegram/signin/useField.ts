import { useEffect, useRef } from 'react';

/** Where a step begins, and where it goes on after a refusal: the keyboard and a screen reader are there by themselves. */
export function useField<T extends HTMLElement>(failure: unknown) {
  const field = useRef<T>(null);
  useEffect(() => field.current?.focus(), [failure]);
  return field;
}
