import { type PointerEvent, useId, useState } from 'react';
import { count } from '@/lib/numbers';
import { linear, monotonePath, niceTicks, type Point } from '@/lib/scale';
import { ChartFigure, type Datum } from './ChartFigure';
import s from './chart.module.css';

type Props = { caption: string; data: readonly Datum[]; unit: string; height?: number | undefined };

const width = 720;
const left = 44;
const right = 14;
const top = 12;
const bottom = 26;

/** A line over time with a soft area below it; the pointer reads off one day. */
export function LineArea({ caption, data, unit, height = 240 }: Props) {
  const gradient = useId();
  const [at, setAt] = useState<number>();
  const ticks = niceTicks(Math.max(0, ...data.map((datum) => datum.value)));
  const x = linear([0, Math.max(1, data.length - 1)], [left, width - right]);
  const y = linear([0, ticks.at(-1) ?? 1], [height - bottom, top]);
  const points = data.map((datum, i): Point => [x(i), y(datum.value)]);
  const line = monotonePath(points);
  const read = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const px = ((event.clientX - box.left) / box.width) * width;
    const i = Math.round(((px - left) / (width - left - right)) * (data.length - 1));
    setAt(Math.max(0, Math.min(data.length - 1, i)));
  };
  const every = Math.max(1, Math.ceil(data.length / 7));
  const shown = at === undefined ? undefined : data[at];
  return (
    <ChartFigure caption={caption} data={data} unit={unit}>
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
        {ticks.map((tick) => (
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
        {points.length > 1 ? (
          <path d={`${line}L${x(data.length - 1)} ${y(0)}L${x(0)} ${y(0)}Z`} fill={`url(#${gradient})`} />
        ) : null}
        <path d={line} className={s.line} />
        {shown && at !== undefined ? <Tip x={x(at)} y={y(shown.value)} floor={y(0)} datum={shown} unit={unit} /> : null}
      </svg>
    </ChartFigure>
  );
}

function Tip({ x, y, floor, datum, unit }: { x: number; y: number; floor: number; datum: Datum; unit: string }) {
  return (
    <>
      <line x1={x} x2={x} y1={top} y2={floor} className={s.cursor} />
      <circle cx={x} cy={y} r="5" className={s.dot} />
      <g transform={`translate(${x + 140 > width ? x - 140 : x + 12},${Math.max(top, y - 54)})`}>
        <rect width="128" height="44" rx="9" className={s.tip} />
        <text x="12" y="18" className={s.tipLabel}>
          {datum.label}
        </text>
        <text x="12" y="35" className={s.tipValue}>
          {count(datum.value)} {unit}
        </text>
      </g>
    </>
  );
}
