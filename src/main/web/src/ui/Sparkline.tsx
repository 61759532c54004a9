interface Props {
  /** For those who do not see it. */
  label: string;
  values: number[];
  colour?: string;
}

const WIDTH = 120;
const HEIGHT = 28;

/** The course of one number, without axes. */
export function Sparkline({ label, values, colour = 'var(--mantine-primary-color-filled)' }: Props) {
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const line = values.map((value, at) => `${(at * step).toFixed(1)},${(HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1)}`);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" height={HEIGHT} preserveAspectRatio="none" role="img" aria-label={label}>
      {values.length > 0 && (
        <>
          <polygon points={`0,${HEIGHT} ${line.join(' ')} ${WIDTH},${HEIGHT}`} fill={colour} opacity={0.15} />
          <polyline points={line.join(' ')} fill="none" stroke={colour} strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
        </>
      )}
    </svg>
  );
}
