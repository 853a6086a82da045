import s from './GraphThumb.module.css';
import { layoutOf, nodeWidth, pathOf } from './layout';
import type { Graph } from './types';

/** A journey drawn small: its boxes and lines, without words. */
export function GraphThumb({ graph }: { graph: Graph }) {
  const { boxes, lines } = layoutOf(graph, () => 84);
  const all = [...boxes.values()];
  const left = Math.min(...all.map((box) => box.x));
  const right = Math.max(...all.map((box) => box.x + nodeWidth));
  // Its beginning, as wide as can be told apart at this size.
  const width = Math.min(900, Math.max(640, right - left + 60));
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
          <rect x={box.x} y={box.y} width={nodeWidth} height={box.height} rx="20" className={s.box} />
          <rect x={box.x + 18} y={box.y + 20} width="44" height="44" rx="13" className={s.mark} />
          <rect x={box.x + 80} y={box.y + 24} width="120" height="13" rx="6.5" className={s.words} />
          <rect x={box.x + 80} y={box.y + 48} width="76" height="13" rx="6.5" className={s.words} />
        </g>
      ))}
    </svg>
  );
}
