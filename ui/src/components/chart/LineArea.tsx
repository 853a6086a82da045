import { type PointerEvent, useId, useState } from 'react';
import { count } from '@/lib/numbers';
import { linear, monotonePath, niceTicks, type Point } from '@/lib/scale';
import { ChartFigure } from './ChartFigure';
import s from './chart.module.css';

/** One day: its figure, and another one to hold against it. */
export type LineDatum = { label: string; value: number; other: number };

type Props = {
  caption: string;
  data: readonly LineDatum[];
  /** The names of both figures. */
  names: readonly [string, string];
  unit: string;
  height?: number | undefined;
};

const width = 560;
const left = 40;
const right = 14;
const top = 12;
const bottom = 26;

/** A line over time with a soft area below it, and a second, broken line; the pointer reads off one day. */
export function LineArea({ caption, data, names, unit, height = 210 }: Props) {
  const gradient = useId();
  const [at, setAt] = useState<number>();
  const ticks = niceTicks(Math.max(0, ...data.flatMap((datum) => [datum.value, datum.other])));
  const x = linear([0, Math.max(1, data.length - 1)], [left, width - right]);
  const y = linear([0, ticks.at(-1) ?? 1], [height - bottom, top]);
  const path = (of: 'value' | 'other') => monotonePath(data.map((datum, i): Point => [x(i), y(datum[of])]));
  const line = path('value');
  const read = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const px = ((event.clientX - box.left) / box.width) * width;
    const i = Math.round(((px - left) / (width - left - right)) * (data.length - 1));
    setAt(Math.max(0, Math.min(data.length - 1, i)));
  };
  const every = Math.max(1, Math.ceil(data.length / 7));
  const shown = at === undefined ? undefined : data[at];
  return (
    <ChartFigure
      caption={caption}
      data={data}
      unit={unit}
      heads={names}
      second={data.map((datum) => `${count(datum.other)} ${unit}`)}
    >
      <div className={s.legend} aria-hidden="true">
        <span>
          <i className={s.lineKey} />
          {names[0]}
        </span>
        <span>
          <i className={s.otherKey} />
          {names[1]}
        </span>
      </div>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width="100%"
        aria-hidden="true"
        onPointerMove={read}
        onPointerLeave={() => setAt(undefined)}
      >
        <defs>
          <linearGradient id={gradient} x1="0" x2="0" y1="0" y2="1">
            <stop offset="0" className={s.from} />
            <stop offset="1" className={s.to} />
          </linearGradient>
        </defs>
        {ticks.filter(Number.isInteger).map((tick) => (
          <g key={tick}>
            <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} className={s.grid} />
            <text x={left - 8} y={y(tick) + 4} textAnchor="end" className={s.axis}>
              {count(tick)}
            </text>
          </g>
        ))}
        {data.map((datum, i) =>
          (data.length - 1 - i) % every === 0 ? (
            <text
              key={datum.label}
              x={x(i)}
              y={height - 6}
              textAnchor={i === data.length - 1 ? 'end' : 'middle'}
              className={s.axis}
            >
              {datum.label}
            </text>
          ) : null,
        )}
        {data.length > 1 ? (
          <path d={`${line}L${x(data.length - 1)} ${y(0)}L${x(0)} ${y(0)}Z`} fill={`url(#${gradient})`} />
        ) : null}
        <path d={path('other')} className={s.other} />
        <path d={line} className={s.line} />
        {shown && at !== undefined ? (
          <>
            <line x1={x(at)} x2={x(at)} y1={top} y2={y(0)} className={s.cursor} />
            <circle cx={x(at)} cy={y(shown.other)} r="4" className={s.otherDot} />
            <circle cx={x(at)} cy={y(shown.value)} r="5" className={s.dot} />
            <Tip x={x(at)} y={y(shown.value)} datum={shown} names={names} unit={unit} />
          </>
        ) : null}
      </svg>
    </ChartFigure>
  );
}

type TipProps = { x: number; y: number; datum: LineDatum; names: readonly [string, string]; unit: string };

function Tip({ x, y, datum, names, unit }: TipProps) {
  return (
    <g transform={`translate(${x + 152 > width ? x - 150 : x + 12},${Math.max(top, y - 66)})`}>
      <rect width="138" height="62" rx="9" className={s.tip} />
      <text x="12" y="18" className={s.tipLabel}>
        {datum.label}
      </text>
      <text x="12" y="35" className={s.tipValue}>
        {names[0]} {count(datum.value)} {unit}
      </text>
      <text x="12" y="52" className={s.tipValue}>
        {names[1]} {count(datum.other)} {unit}
      </text>
    </g>
  );
}
