import { linear, monotonePath, type Point } from '@/lib/scale';
import s from './chart.module.css';

type Props = { values: readonly number[] /** What the line says, in words. */; label: string };

/** A line as small as a word, in a table's cell. */
export function Spark({ values, label }: Props) {
  const x = linear([0, Math.max(1, values.length - 1)], [2, 86]);
  const y = linear([0, Math.max(1, ...values)], [22, 3]);
  return (
    <svg width="88" height="24" viewBox="0 0 88 24" role="img" aria-label={label}>
      <path d={monotonePath(values.map((value, i): Point => [x(i), y(value)]))} className={s.line} />
    </svg>
  );
}
