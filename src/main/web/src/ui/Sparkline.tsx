interface Props {
  /** For those who do not see it. */
  label: string;
  /** Null where nobody knows: the line has a gap there. */
  values: (number | null)[];
  colour?: string;
}

const WIDTH = 120;
const HEIGHT = 28;
/** A value between two gaps is still seen. */
const ALONE = 2;

/** The course of one number, without axes. */
export function Sparkline({ label, values, colour = 'var(--mantine-primary-color-filled)' }: Props) {
  const most = Math.max(1, ...values.filter((value) => value !== null));
  const step = WIDTH / Math.max(1, values.length - 1);
  const y = (value: number) => HEIGHT - 2 - (value / most) * (HEIGHT - 4);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" height={HEIGHT} preserveAspectRatio="none" role="img" aria-label={label}>
      {runs(values).map(({ first, known }) => {
        const from = first * step - (known.length === 1 ? ALONE : 0);
        const to = (first + known.length - 1) * step + (known.length === 1 ? ALONE : 0);
        const ends = known.length === 1 ? [known[0]!, known[0]!] : known;
        const width = (to - from) / (ends.length - 1);
        const line = ends.map((value, at) => `${(from + at * width).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
        return (
          <g key={first}>
            <polygon points={`${from.toFixed(1)},${HEIGHT} ${line} ${to.toFixed(1)},${HEIGHT}`} fill={colour} opacity={0.15} />
            <polyline points={line} fill="none" stroke={colour} strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
          </g>
        );
      })}
    </svg>
  );
}

/** Stretches without a gap. */
function runs(values: (number | null)[]): { first: number; known: number[] }[] {
  const found: { first: number; known: number[] }[] = [];
  values.forEach((value, at) => {
    if (value === null) {
      return;
    }
    if (at > 0 && values[at - 1] !== null && values[at - 1] !== undefined) {
      found.at(-1)!.known.push(value);
    } else {
      found.push({ first: at, known: [value] });
    }
  });
  return found;
}
