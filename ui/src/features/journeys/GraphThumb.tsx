import s from './GraphThumb.module.css';
import { layoutOf, nodeWidth, pathOf } from './layout';
import type { Graph } from './types';

const height = 84;
/** How much closer the rows stand than on the canvas: nothing stands between them. */
const closeness = 0.72;

/** A journey drawn small: its boxes and lines, without words. */
export function GraphThumb({ graph }: { graph: Graph }) {
  const { boxes, lines } = closer(layoutOf(graph, () => height / closeness));
  const all = [...boxes.values()];
  const left = Math.min(...all.map((box) => box.x));
  const right = Math.max(...all.map((box) => box.x + nodeWidth));
  // Its beginning, as wide as can be told apart at this size.
  const width = Math.min(1160, Math.max(820, right - left + 80));
  const kind = (id: string) => graph.steps.find((step) => step.id === id)?.kind ?? 'start';
  return (
    <svg
      viewBox={`${(left + right - width) / 2} -40 ${width} ${width / 2}`}
      preserveAspectRatio="xMidYMin slice"
      className={s.thumb}
      aria-hidden="true"
    >
      {lines.map((line) =>
        line.to ? (
          <path key={`${line.place.from} ${line.place.exit}`} d={pathOf(line.points)} className={s.line} />
        ) : null,
      )}
      {[...boxes].map(([id, box]) => (
        <g key={id} className={s[kind(id)]}>
          <rect x={box.x} y={box.y} width={nodeWidth} height={height} rx="20" className={s.box} />
          <rect x={box.x + 18} y={box.y + 20} width="44" height="44" rx="13" className={s.mark} />
          <rect x={box.x + 80} y={box.y + 24} width="120" height="13" rx="6.5" className={s.words} />
          <rect x={box.x + 80} y={box.y + 48} width="76" height="13" rx="6.5" className={s.words} />
        </g>
      ))}
    </svg>
  );
}

function closer({ boxes, lines }: ReturnType<typeof layoutOf>): ReturnType<typeof layoutOf> {
  const near = <P extends { y: number }>(point: P): P => ({ ...point, y: point.y * closeness });
  return {
    boxes: new Map([...boxes].map(([id, box]) => [id, near(box)])),
    lines: lines.map((line) => ({ ...line, points: line.points.map(near) })),
  };
}
