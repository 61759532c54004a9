import { TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string;
  onText: (text: string) => void;
}

/** A filter that is used once the person stops typing. */
export function FilterText({ value, onText, ...input }: Props) {
  const [typed, setTyped] = useState(value);
  const use = useDebouncedCallback(onText, 300);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      type="search"
      {...input}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        use(event.currentTarget.value.trim());
      }}
    />
  );
}
