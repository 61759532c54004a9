import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '@/session/session';
import { moment, wallOf } from './moment';

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'type'> {
  /** As the contract has it, in UTC. */
  value?: string | undefined;
  onChange: (iso: string | undefined) => void;
  /** Days begin at midnight. */
  kind: 'date' | 'datetime-local';
}

/** A moment, asked for in the zone in which all times are shown to this person. */
export function MomentInput({ value, onChange, kind, ...input }: Props) {
  const zone = useSession((session) => session.me?.time_zone) ?? 'UTC';
  const [typed, setTyped] = useState('');
  const isoOf = (wall: string) => (wall === '' ? undefined : new Date(moment(wall, zone)).toISOString());
  const at = Date.parse(value ?? '');
  // What is being typed stays as it is: an hour that clocks leave out would jump.
  const shown = isoOf(typed) === value ? typed : wallOf(at, zone).slice(0, kind === 'date' ? 10 : 16);
  return (
    <TextInput
      {...input}
      type={kind}
      value={Number.isNaN(at) ? '' : shown}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(isoOf(event.currentTarget.value));
      }}
    />
  );
}
