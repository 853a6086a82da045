import { exitsOf, type Place, placeKey, placesOf, start, targetOf } from './graph';
import { type Item, type Lane, sequenceOf } from './sequence';
import type { Graph, Step } from './types';

export type Point = { x: number; y: number };
/** A node by its upper left corner. */
export type Box = Point & { height: number };
/**
 * A drawn edge: the corners of its line, where its `+` stands, and its label. `to` is empty where nothing follows: then
 * the line ends in the `+`. `back` closes a loop.
 */
export type Line = { place: Place; to: string; points: Point[]; plus: Point; label: Point | undefined; back: boolean };
/** A journey on the canvas; the start stands at the key `''`. */
export type Layout = { boxes: ReadonlyMap<string, Box>; lines: Line[] };

export const nodeWidth = 252;
/** What lies between two steps on a way. */
const gap = 68;
/** How far below a step with several exits its lines part, and how far the next such line lies below. */
const parting = 38;
const tier = 26;
/** From where lines part to the steps they lead to. */
const below = 70;
/** The room in which lines meet above a step, and that where the way before it has an open end. */
const meeting = 60;
const openMeeting = 104;
const between = 44;
const emptyLane = 132;
/** How far a line reaches that nothing follows. */
const stub = 44;

type Size = { left: number; right: number };

/**
 * Puts the steps of a journey on the canvas: down the way, the ways of a step with several exits side by side under it,
 * where they meet again below them all. Nothing overlaps whatever `heightOf` says of a step; the same journey always
 * looks the same.
 */
export function layoutOf(graph: Graph, heightOf: (step: Step | undefined) => number): Layout {
  const { main, loose } = sequenceOf(graph);
  const plan = new Plan(graph, heightOf);
  const height = heightOf(undefined);
  plan.boxes.set('', { x: -nodeWidth / 2, y: 0, height });
  plan.lane(main, 0, height + gap);
  let right = plan.right() + between;
  for (const lane of loose) {
    const { left, right: half } = sizeOf(lane);
    plan.lane(lane, right + left, 0);
    right += left + half + between;
  }
  return { boxes: plan.boxes, lines: plan.lines() };
}

/** How far a way reaches to both sides of its middle. */
function sizeOf({ items }: Lane): Size {
  const sizes = items.map(itemSize);
  const least = items.length === 0 ? emptyLane / 2 : nodeWidth / 2;
  return {
    left: Math.max(least, ...sizes.map((size) => size.left)),
    right: Math.max(least, ...sizes.map((size) => size.right)),
  };
}

function itemSize({ lanes }: Item): Size {
  if (lanes.length === 0) return { left: nodeWidth / 2, right: nodeWidth / 2 };
  const middles = laneMiddles(lanes);
  const [first = 0] = middles;
  const last = middles.at(-1) ?? 0;
  const outer = lanes.at(-1);
  return {
    left: Math.max(nodeWidth / 2, (lanes[0] ? sizeOf(lanes[0]).left : 0) - first),
    right: Math.max(nodeWidth / 2, (outer ? sizeOf(outer).right : 0) + last),
  };
}

/** Where the lanes of a step stand, from its middle: side by side, the outer two as far from it. */
function laneMiddles(lanes: readonly Lane[]): number[] {
  const middles: number[] = [];
  let at = 0;
  for (const lane of lanes) {
    const { left, right } = sizeOf(lane);
    middles.push(at + left);
    at += left + right + between;
  }
  const middle = ((middles[0] ?? 0) + (middles.at(-1) ?? 0)) / 2;
  return middles.map((m) => m - middle);
}

/** The x of a step's exit on its lower edge, from its middle. */
export function exitX(step: Step | undefined, exit: string): number {
  const exits = step ? exitsOf(step) : [];
  if (exits.length < 2) return 0;
  const at = exits.findIndex((e) => e.id === exit);
  return ((at + 0.5) / exits.length - 0.5) * nodeWidth;
}

class Plan {
  readonly boxes = new Map<string, Box>();
  /** The middle of each lane of a step with several exits, and where its line turns into it. */
  private readonly turns = new Map<string, Point>();
  private readonly steps: ReadonlyMap<string, Step>;
  private readonly graph: Graph;
  private readonly heightOf: (step: Step | undefined) => number;

  constructor(graph: Graph, heightOf: (step: Step | undefined) => number) {
    this.graph = graph;
    this.heightOf = heightOf;
    this.steps = new Map(graph.steps.map((step) => [step.id, step]));
  }

  /** Places a way from `top` down; returns where what follows may begin. */
  lane({ items }: Lane, middle: number, top: number): number {
    let y = top;
    for (const [i, item] of items.entries()) {
      y = this.item(item, middle, y);
      const next = items[i + 1];
      if (!next) break;
      y += next.joins ? (item.lanes.length > 0 ? meeting : openMeeting) : gap;
    }
    const last = items.at(-1);
    const goesOn = !last || (last.lanes.length === 0 && exitsOf(last.step).length > 0);
    return goesOn ? y + stub : y;
  }

  private item({ step, lanes }: Item, middle: number, y: number): number {
    const height = this.heightOf(step);
    this.boxes.set(step.id, { x: middle - nodeWidth / 2, y, height });
    const bottom = y + height;
    if (lanes.length === 0) return bottom;
    const middles = laneMiddles(lanes).map((m) => middle + m);
    const handles = lanes.map((lane) => middle + exitX(step, lane.place.exit));
    const tiers = tiersOf(handles, middles);
    const under = bottom + parting + tier * Math.max(0, ...tiers) + below;
    let lowest = under;
    for (const [i, lane] of lanes.entries()) {
      const x = middles[i] ?? middle;
      this.turns.set(placeKey(lane.place), { x, y: bottom + parting + tier * (tiers[i] ?? 0) });
      lowest = Math.max(lowest, this.lane(lane, x, under));
    }
    return lowest;
  }

  right(): number {
    return Math.max(...[...this.boxes.values()].map((box) => box.x + nodeWidth));
  }

  lines(): Line[] {
    let backs = 0;
    const right = this.right();
    return placesOf(this.graph).flatMap((place) => {
      const from = this.boxes.get(place.from);
      if (!from) return [];
      const to = this.boxes.has(targetOf(this.graph, place)) ? targetOf(this.graph, place) : '';
      const target = to === '' && place !== start ? undefined : this.boxes.get(to);
      const back = to !== '' && (target?.y ?? 0) <= from.y;
      return [this.line(place, to, back ? right + between + 20 * backs++ : undefined)];
    });
  }

  private line(place: Place, to: string, around: number | undefined): Line {
    const from = this.boxes.get(place.from) as Box;
    const x = from.x + nodeWidth / 2 + exitX(this.steps.get(place.from), place.exit);
    const bottom = from.y + from.height;
    const turn = this.turns.get(placeKey(place));
    const head: Point[] = [{ x, y: bottom }];
    if (turn) head.push({ x, y: turn.y }, turn);
    const column = turn?.x ?? x;
    const begin = turn?.y ?? bottom;
    const label = turn && { x: turn.x === x ? x : (turn.x + x) / 2, y: turn.y };
    // Under a label that stands on the line itself there is room for one more mark.
    const plus = { x: column, y: begin + (turn ? below / 2 : gap / 2) };
    const target = to === '' ? undefined : this.boxes.get(to);
    if (!target) {
      return { place, to: '', points: [...head, plus], plus, label, back: false };
    }
    const end = { x: target.x + nodeWidth / 2, y: target.y };
    if (around !== undefined) {
      const low = plus.y + 20;
      const high = end.y - 16;
      // Beside the line that comes from above, and its `+`.
      const into = end.x + nodeWidth / 4;
      const detour = [
        { x: column, y: low },
        { x: around, y: low },
        { x: around, y: high },
        { x: into, y: high },
        { x: into, y: end.y },
      ];
      return { place, to, points: [...head, ...detour], plus, label, back: true };
    }
    const bend =
      column === end.x
        ? []
        : [
            { x: column, y: end.y - 36 },
            { x: end.x, y: end.y - 36 },
          ];
    return { place, to, points: [...head, ...bend, end], plus, label, back: false };
  }
}

/**
 * How many rows lower each line parts, so that no two lie on one another: on both sides the outermost turns first, and one further in
 * a row lower where it would run along it.
 */
function tiersOf(handles: readonly number[], middles: readonly number[]): number[] {
  const tiers = handles.map(() => 0);
  const side = (indexes: number[]) => {
    let row = 0;
    for (const [n, i] of indexes.entries()) {
      const outer = indexes[n - 1];
      if (outer !== undefined && overlap(handles[outer], middles[outer], handles[i], middles[i])) row++;
      tiers[i] = row;
    }
  };
  const all = handles.map((_, i) => i);
  side(all.filter((i) => (middles[i] ?? 0) < (handles[i] ?? 0)));
  side(all.filter((i) => (middles[i] ?? 0) >= (handles[i] ?? 0)).toReversed());
  return tiers;
}

function overlap(a = 0, b = 0, c = 0, d = 0): boolean {
  return Math.max(Math.min(a, b), Math.min(c, d)) < Math.min(Math.max(a, b), Math.max(c, d));
}

/** The line through the corners, each rounded, as an SVG path. */
export function pathOf(points: readonly Point[], radius = 14): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first.x} ${first.y}`;
  for (const [i, corner] of rest.entries()) {
    const next = rest[i + 1];
    const before = points[i] ?? first;
    if (!next) {
      path += `L${corner.x} ${corner.y}`;
      continue;
    }
    const r = Math.min(radius, distance(before, corner) / 2, distance(corner, next) / 2);
    const a = toward(corner, before, r);
    const b = toward(corner, next, r);
    path += `L${a.x} ${a.y}Q${corner.x} ${corner.y} ${b.x} ${b.y}`;
  }
  return path;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function toward(from: Point, to: Point, by: number): Point {
  const d = distance(from, to);
  return d === 0 ? from : { x: from.x + ((to.x - from.x) / d) * by, y: from.y + ((to.y - from.y) / d) * by };
}
