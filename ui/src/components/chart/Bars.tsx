import { count } from '@/lib/numbers';
import { ChartFigure, type Datum } from './ChartFigure';
import s from './chart.module.css';

type Props = { caption: string; data: readonly Datum[]; unit: string };

/** Horizontal bars: names at the left, figures at the right, the longest fills the width. */
export function Bars({ caption, data, unit }: Props) {
  const max = Math.max(1, ...data.map((datum) => datum.value));
  return (
    <ChartFigure caption={caption} data={data} unit={unit}>
      <div className={s.bars} aria-hidden="true">
        {data.map((datum) => (
          <div key={datum.label} className={s.bar}>
            <span>{datum.label}</span>
            <div>
              <i style={{ width: `${(datum.value / max) * 100}%` }} />
            </div>
            <b className="num">{count(datum.value)}</b>
          </div>
        ))}
      </div>
    </ChartFigure>
  );
}
