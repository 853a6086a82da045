/** A linear scale from a domain of values to a range of pixels. */
export function linear(domain: readonly [number, number], range: readonly [number, number]): (value: number) => number {
  const [d0, d1] = domain;
  const [r0, r1] = range;
  const slope = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  return (value) => r0 + (value - d0) * slope;
}

/** About `wanted` round values from 0 up to at least `max`: 0, 200, 400, 600. Counts have no halves, so steps are ≥ 1. */
export function niceTicks(max: number, wanted = 4): number[] {
  const rough = Math.max(max, 1) / Math.max(1, wanted - 1);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 2.5, 5, 10].find((m) => m * magnitude >= rough) ?? 10) * magnitude);
  const ticks: number[] = [];
  for (let value = 0; ; value += step) {
    ticks.push(value);
    if (value >= max) return ticks.length > 1 ? ticks : [0, step];
  }
}

export type Point = readonly [x: number, y: number];

/** An SVG path through the points that never swings above or below two neighbours (monotone cubic). */
export function monotonePath(points: readonly Point[]): string {
  const first = points[0];
  if (!first) return '';
  const slopes = tangents(points);
  let path = `M${round(first[0])} ${round(first[1])}`;
  for (let i = 1; i < points.length; i++) {
    const [x0, y0] = points[i - 1] as Point;
    const [x1, y1] = points[i] as Point;
    const third = (x1 - x0) / 3;
    const c0 = y0 + third * (slopes[i - 1] ?? 0);
    const c1 = y1 - third * (slopes[i] ?? 0);
    path += `C${round(x0 + third)} ${round(c0)} ${round(x1 - third)} ${round(c1)} ${round(x1)} ${round(y1)}`;
  }
  return path;
}

function tangents(points: readonly Point[]): number[] {
  const secants = points.slice(1).map(([x, y], i) => {
    const [px, py] = points[i] as Point;
    return x === px ? 0 : (y - py) / (x - px);
  });
  return points.map((_, i) => {
    const before = secants[i - 1];
    const after = secants[i];
    if (before === undefined) return after ?? 0;
    if (after === undefined) return before;
    if (before * after <= 0) return 0;
    return (2 * before * after) / (before + after);
  });
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
