import { TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';

const REST_MS = 300;

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string;
  /** When the typing rests, not at each letter. */
  onCommit: (text: string) => void;
}

/** A text to filter by. */
export function FilterText({ value, onCommit, ...input }: Props) {
  const [text, setText] = useState(value);
  const committed = useRef(value);
  const commit = useDebouncedCallback((typed: string) => {
    committed.current = typed.trim();
    onCommit(typed.trim());
  }, REST_MS);
  useEffect(() => {
    // What was typed here comes back by the address later than the next letter may come.
    if (value !== committed.current) {
      committed.current = value;
      setText(value);
    }
  }, [value]);
  return (
    <TextInput
      {...input}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        commit(event.currentTarget.value);
      }}
    />
  );
}
