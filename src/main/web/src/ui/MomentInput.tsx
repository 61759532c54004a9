import { TextInput, type TextInputProps } from '@mantine/core';
import { useSession } from '@/session/session';

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'type'> {
  /** As the contract has it, in UTC. */
  value: string | undefined;
  onChange: (iso: string | undefined) => void;
  /** Days begin at midnight. */
  kind: 'date' | 'datetime-local';
}

/** A moment, asked for in the zone in which all times are shown to this person. */
export function MomentInput({ value, onChange, kind, ...input }: Props) {
  const zone = useSession((session) => session.me?.time_zone) ?? 'UTC';
  const length = kind === 'date' ? 10 : 16;
  return (
    <TextInput
      {...input}
      type={kind}
      value={value === undefined || Number.isNaN(Date.parse(value)) ? '' : onTheWall(new Date(value), zone).slice(0, length)}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : moment(event.currentTarget.value, zone))}
    />
  );
}

/** What a clock in the zone shows: `2026-11-01T10:00:00`. */
function onTheWall(at: Date, zone: string): string {
  // The Swedish way to write a time is the one of ISO 8601.
  return at.toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T');
}

/** When a clock in the zone shows this. */
export function moment(wall: string, zone: string): string {
  const asUtc = Date.parse(`${wall.length === 10 ? `${wall}T00:00` : wall}Z`);
  const ahead = Date.parse(`${onTheWall(new Date(asUtc), zone)}Z`) - asUtc;
  return new Date(asUtc - ahead).toISOString();
}
