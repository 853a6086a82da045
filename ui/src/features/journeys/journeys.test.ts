import { expect, test } from 'vitest';
import {
  copyOf,
  exitRemoved,
  inserted,
  led,
  moved,
  newStep,
  placeBeside,
  placesOf,
  reached,
  removed,
  start,
  stepOf,
  targetOf,
  waitChanged,
} from './graph';
import { layoutOf, nodeWidth, pathOf } from './layout';
import { outlineOf, type Row } from './outline';
import { formerSteps } from './report';
import { readJourneySearch } from './search';
import type { Graph, Report, Step } from './types';

const plain = (id: string, to = ''): Step => ({ id, kind: 'send', exits: [{ id: `${id}1`, to }] });
const fork = (id: string, ...to: string[]): Step => ({
  id,
  kind: 'branch',
  exits: to.map((t, i) => ({ id: `${id}${i + 1}`, to: t })),
});
const graph = (first: string, ...steps: Step[]): Graph => ({
  trigger: { kind: 'follow' },
  first,
  steps,
  reentry: { kind: 'never' },
  daily_cap: 0,
  quiet: null,
});
const at = (from: string, n = 1) => ({ from, exit: `${from}${n}` });
const way = (g: Graph) => placesOf(g).map((p) => `${p.from || 'start'}>${targetOf(g, p) || '-'}`);

test('a step put on an edge goes on to what followed; of several exits the first does', () => {
  const g = graph('a', plain('a', 'b'), plain('b'));
  expect(way(inserted(g, at('a'), plain('n')).graph)).toEqual(['start>a', 'a>n', 'b>-', 'n>b']);
  expect(way(inserted(g, start, fork('f', '', '')).graph)).toEqual(['start>f', 'a>b', 'b>-', 'f>a', 'f>-']);
  expect(way(inserted(graph(''), start, plain('n')).graph)).toEqual(['start>n', 'n>-']);
});

test('an end put on the way takes what followed with it, but not what is reached otherwise', () => {
  const g = graph('f', fork('f', 'a', 'b'), plain('a', 'b'), plain('b'));
  const { graph: after, gone } = inserted(g, at('f'), { id: 'x', kind: 'end', exits: [] });
  expect(gone.map((s) => s.id)).toEqual(['a']);
  expect(way(after)).toEqual(['start>f', 'f>x', 'f>b', 'b>-']);
});

test('a step taken out closes the gap by its first exit, and what only its others led to goes', () => {
  const g = graph('f', fork('f', 'a', 'b'), plain('a', 'c'), plain('b', 'c'), plain('c'), plain('x', 'f'));
  const { graph: after, gone } = removed(g, 'f');
  expect(gone.map((s) => s.id)).toEqual(['b']);
  expect(way(after)).toEqual(['start>a', 'a>c', 'c>-', 'x>a']);
  expect(removed(graph('a', plain('a', 'a')), 'a').graph).toMatchObject({ first: '', steps: [] });
});

test('a step is moved along the way with what stands at its other exits, never into that', () => {
  const g = graph('a', plain('a', 'f'), fork('f', 'b', 'c'), plain('b', 'd'), plain('c'), plain('d'));
  const up = placeBeside(g, 'f', 'up');
  expect(up).toEqual(start);
  expect(way(moved(g, 'f', start) as Graph)).toEqual(['start>f', 'a>b', 'f>a', 'f>c', 'b>d', 'c>-', 'd>-']);
  expect(placeBeside(g, 'f', 'down')).toEqual(at('b'));
  expect(way(moved(g, 'f', at('b')) as Graph)).toEqual(['start>a', 'a>b', 'f>d', 'f>c', 'b>f', 'c>-', 'd>-']);
  expect(moved(g, 'f', at('c'))).toBeUndefined();
  expect(moved(g, 'f', at('a'))).toBeUndefined();
  expect(moved(g, 'f', at('f'))).toBeUndefined();
  expect(placeBeside(g, 'a', 'up')).toBeUndefined();
  expect(placeBeside(g, 'd', 'down')).toBeUndefined();
  expect(placeBeside(g, 'b', 'up')).toEqual(at('a'));
});

test('an end moves only to where nothing follows', () => {
  const g = graph('f', fork('f', 'a', 'e'), plain('a', 'b'), plain('b'), { id: 'e', kind: 'end', exits: [] });
  expect(moved(g, 'e', at('a'))).toBeUndefined();
  expect(way(moved(g, 'e', at('b')) as Graph)).toEqual(['start>f', 'f>a', 'f>-', 'a>b', 'b>e']);
});

test('a wait for an event has two exits; another wait drops what the second led to', () => {
  const g = graph('w', plain('w', 'a'), plain('a'));
  const event = waitChanged(g, 'w', { kind: 'event', event: { kind: 'message' }, deadline_seconds: 60 }).graph;
  const exits = stepOf(event, 'w')?.exits ?? [];
  expect(exits.map((e) => e.to)).toEqual(['a', '']);
  const full = inserted(event, { from: 'w', exit: exits[1]?.id ?? '' }, plain('late')).graph;
  const { graph: back, gone } = waitChanged(full, 'w', { kind: 'duration', seconds: 60 });
  expect(gone.map((s) => s.id)).toEqual(['late']);
  expect(stepOf(back, 'w')?.exits).toHaveLength(1);
});

test('an exit goes with what only it led to; a copy has ids of its own and no secret', () => {
  const g = graph('f', fork('f', 'a', 'b', 'a'), plain('a'), plain('b'));
  const { graph: after, gone } = exitRemoved(g, at('f', 2));
  expect(gone.map((s) => s.id)).toEqual(['b']);
  expect(way(after)).toEqual(['start>f', 'f>a', 'f>a', 'a>-']);
  const step: Step = { ...plain('w', 'x'), kind: 'webhook', webhook: { url: 'https://a', secret: 'k' } };
  const copy = copyOf(step);
  expect(copy).toMatchObject({ kind: 'webhook', webhook: { url: 'https://a' }, exits: [{ to: '' }] });
  expect(copy.webhook?.secret).toBeUndefined();
  expect(copy.id).not.toBe('w');
});

const read = (rows: readonly Row[], depth = 0): string[] =>
  rows.flatMap((row) => {
    const indent = '  '.repeat(depth);
    if (row.kind === 'tail') return [`${indent}→ ${row.to || 'open'}`];
    return [
      `${indent}${row.number} ${row.step.id}${row.joins ? ' (joins)' : ''}`,
      ...row.ways.flatMap((w) => [`${indent}[${w.place.exit}]`, ...read(w.rows, depth + 1)]),
    ];
  });

test('the list reads as the canvas does: exits indented, ways that meet again once, loops named', () => {
  const g = graph(
    'a',
    plain('a', 'f'),
    fork('f', 'b', 'm'),
    plain('b', 'm'),
    plain('m', 'w'),
    fork('w', 'a', ''),
    plain('lost', 'b'),
  );
  const { rows, loose } = outlineOf(g);
  expect(read(rows)).toEqual([
    '1 a',
    '2 f',
    '[f1]',
    '  3 b',
    '  → m',
    '[f2]',
    '  → m',
    '4 m (joins)',
    '5 w',
    '[w1]',
    '  → a',
    '[w2]',
    '  → open',
  ]);
  expect(loose.map((l) => read(l))).toEqual([['6 lost', '→ b']]);
  expect(read(outlineOf(graph('')).rows)).toEqual(['→ open']);
});

/** A repeatable chance. */
function chance(seed: number) {
  let x = seed * 2654435761 + 1;
  return (n: number) => {
    x = (Math.imul(x ^ (x >>> 15), 2246822519) + 0x9e3779b9) | 0;
    return (x >>> 1) % n;
  };
}

/** A journey grown by edits, with ways that meet again and loops. */
function grown(seed: number, edits: number): Graph {
  const next = chance(seed);
  let g = graph('');
  for (let i = 0; i < edits; i++) {
    const places = placesOf(g);
    const place = places[next(places.length)] ?? start;
    const pick = g.steps[next(Math.max(1, g.steps.length))];
    const dice = next(10);
    if (dice < 6) {
      const kind = (['send', 'branch', 'wait', 'tag', 'branch', 'end'] as const)[next(6)] ?? 'send';
      g = inserted(g, place, newStep(kind)).graph;
    } else if (dice < 7 && pick) g = removed(g, pick.id).graph;
    else if (dice < 8 && pick) g = moved(g, pick.id, place) ?? g;
    else if (pick && place !== start && targetOf(g, place) === '') g = led(g, place, pick.id);
  }
  return g;
}

test('whatever is edited, every step stays reached, leads to steps that are there, and moving loses none', () => {
  for (let seed = 0; seed < 300; seed++) {
    const g = grown(seed, 30);
    const ids = new Set(g.steps.map((s) => s.id));
    expect([...reached(g)].sort()).toEqual([...ids].sort());
    for (const place of placesOf(g)) expect(targetOf(g, place) === '' || ids.has(targetOf(g, place))).toBe(true);
  }
});

const height = (step: Step | undefined) => ({ send: 180, wait: 92, branch: 110 })[step?.kind as 'send'] ?? 84;

test('on the canvas no two steps overlap, nothing stands above what leads to it, and lines have right angles', () => {
  for (let seed = 0; seed < 300; seed++) {
    const g = grown(seed, 40);
    const { boxes, lines } = layoutOf(g, height);
    expect(boxes.size).toBe(g.steps.length + 1);
    expect(lines).toHaveLength(placesOf(g).length);
    const all = [...boxes.values()];
    for (const [i, a] of all.entries()) {
      for (const b of all.slice(i + 1)) {
        const apart = Math.abs(a.x - b.x) >= nodeWidth || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart, `seed ${seed}: ${JSON.stringify([a, b])}`).toBe(true);
      }
    }
    for (const { points, to, back, place } of lines) {
      for (const [i, p] of points.entries()) {
        const before = points[i - 1] ?? p;
        expect(Math.abs(before.x - p.x) < 0.01 || Math.abs(before.y - p.y) < 0.01).toBe(true);
        // Only a loop goes up.
        if (!back) expect(p.y >= before.y, `seed ${seed} ${JSON.stringify(points)}`).toBe(true);
      }
      if (to && !back) expect(boxes.get(to)?.y).toBeGreaterThan(boxes.get(place.from)?.y ?? 0);
    }
  }
});

test('a journey without forks stands in one column, its pluses midway', () => {
  const { boxes, lines } = layoutOf(graph('a', plain('a', 'b'), plain('b')), () => 100);
  expect([...boxes.values()]).toEqual([0, 168, 336].map((y) => ({ x: -nodeWidth / 2, y, height: 100 })));
  expect(lines.map((l) => l.plus)).toEqual([100, 268, 436].map((y) => ({ x: 0, y: y + 34 })));
  expect(pathOf(lines[0]?.points ?? [])).toBe('M0 100L0 168');
});

test('yes and no stand side by side under their step, each labelled on its line', () => {
  const { boxes, lines } = layoutOf(graph('f', fork('f', 'a', 'b'), plain('a'), plain('b')), () => 100);
  const [a, b, f] = ['a', 'b', 'f'].map((id) => boxes.get(id)?.x ?? 0) as [number, number, number];
  expect(a + b).toBe(2 * f);
  expect(lines.filter((l) => l.place.from === 'f').map((l) => Math.sign(l.label?.x ?? 0))).toEqual([-1, 1]);
});

test('the steps of a report that only other versions have are told apart', () => {
  const figures = (version: number, step_id: string, step?: Step) => ({ step_id, version, step, reasons: {} });
  const report = { steps: [figures(2, 'a', plain('a')), figures(1, 'b', plain('b')), figures(0, 'x')] };
  expect(formerSteps(report as unknown as Report, graph('a', plain('a'))).map(({ id }) => id)).toEqual(['b']);
});

test('the address holds the page of people with its number, and drops what makes no sense', () => {
  const page = { view: 'report', people: 'inside', cursor: 'c1', page: 2, person: 'e1' } as const;
  expect(readJourneySearch(page)).toEqual(page);
  expect(readJourneySearch({ ...page, page: 1, people: 'all', view: 'x' })).toEqual({ person: 'e1' });
  expect(readJourneySearch({ page: 3 })).toEqual({});
});
