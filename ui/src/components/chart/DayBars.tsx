import { type PointerEvent, useState } from 'react';
import { count } from '@/lib/numbers';
import { linear, niceTicks } from '@/lib/scale';
import { ChartFigure } from './ChartFigure';
import s from './chart.module.css';
import { useWidth } from './use-width';

/** One day: a figure, and the part of it that is told apart. */
export type DayDatum = { label: string; value: number; part: number };

type Named = { name: string; unit: string };

type Props = { caption: string; data: readonly DayDatum[]; whole: Named; part: Named; height?: number | undefined };

const left = 44;
const right = 8;
const top = 12;
const bottom = 26;

/** A bar for each day, or hour, with the part of it in a stronger colour; the pointer reads off one. */
export function DayBars({ caption, data, whole, part, height = 220 }: Props) {
  const [at, setAt] = useState<number>();
  const [drawing, width] = useWidth<SVGSVGElement>(720);
  const ticks = niceTicks(Math.max(0, ...data.map((datum) => datum.value)));
  const step = (width - left - right) / Math.max(1, data.length);
  const y = linear([0, ticks.at(-1) ?? 1], [height - bottom, top]);
  const floor = y(0);
  const thick = Math.max(2, Math.min(24, step * 0.62));
  const read = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const i = Math.floor((event.clientX - box.left - left) / step);
    setAt(Math.max(0, Math.min(data.length - 1, i)));
  };
  const every = Math.max(1, Math.ceil(data.length / 7));
  const shown = at === undefined ? undefined : data[at];
  const middle = (i: number) => left + step * (i + 0.5);
  return (
    <ChartFigure
      caption={caption}
      unit={whole.unit}
      data={data}
      heads={[whole.name, part.name]}
      second={data.map((datum) => `${count(datum.part)} ${part.unit}`)}
    >
      <div className={s.legend} aria-hidden="true">
        <span>
          <i className={s.wholeKey} />
          {whole.name}
        </span>
        <span>
          <i className={s.partKey} />
          {part.name}
        </span>
      </div>
      <svg
        ref={drawing}
        viewBox={`0 0 ${width} ${height}`}
        width="100%"
        height={height}
        aria-hidden="true"
        onPointerMove={read}
        onPointerLeave={() => setAt(undefined)}
      >
        {ticks.filter(Number.isInteger).map((tick) => (
          <g key={tick}>
            <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} className={s.grid} />
            <text x={left - 8} y={y(tick) + 4} textAnchor="end" className={s.axis}>
              {count(tick)}
            </text>
          </g>
        ))}
        {at === undefined ? null : (
          <rect x={left + step * at} y={top} width={step} height={floor - top} className={s.column} />
        )}
        {data.map((datum, i) => {
          const x = middle(i) - thick / 2;
          return (
            <g key={datum.label}>
              {bar(x, y(datum.value), thick, floor, s.whole)}
              {bar(x, y(datum.part), thick, floor, s.part)}
              {(data.length - 1 - i) % every === 0 ? (
                <text x={middle(i)} y={height - 6} textAnchor="middle" className={s.axis}>
                  {datum.label}
                </text>
              ) : null}
            </g>
          );
        })}
        {shown && at !== undefined ? (
          <Tip x={middle(at)} y={y(shown.value)} width={width} datum={shown} whole={whole} part={part} />
        ) : null}
      </svg>
    </ChartFigure>
  );
}

/** A bar with a round head; none where it would have no height. */
function bar(x: number, y: number, thick: number, floor: number, look: string | undefined) {
  const tall = floor - y;
  if (tall <= 0) return null;
  const r = Math.min(3, thick / 2, tall);
  return (
    <path
      className={look}
      d={`M${x} ${floor}V${y + r}Q${x} ${y} ${x + r} ${y}H${x + thick - r}Q${x + thick} ${y} ${x + thick} ${y + r}V${floor}Z`}
    />
  );
}

type TipProps = { x: number; y: number; width: number; datum: DayDatum; whole: Named; part: Named };

function Tip({ x, y, width, datum, whole, part }: TipProps) {
  return (
    <g transform={`translate(${x + 172 > width ? x - 170 : x + 12},${Math.max(top, y - 66)})`}>
      <rect width="158" height="62" rx="9" className={s.tip} />
      <text x="12" y="18" className={s.tipLabel}>
        {datum.label}
      </text>
      <text x="12" y="35" className={s.tipValue}>
        {whole.name} {count(datum.value)} {whole.unit}
      </text>
      <text x="12" y="52" className={s.tipValue}>
        {part.name} {count(datum.part)} {part.unit}
      </text>
    </g>
  );
}
