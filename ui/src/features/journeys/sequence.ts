import { exitsOf, type Place, start } from './graph';
import type { Graph, Step } from './types';

/** A way through a journey from a place on: the steps that are shown on it, in their order. */
export type Lane = { place: Place; items: Item[] };

/**
 * A step on a way. One with several exits has a lane for each; where they meet again the way goes on behind it, with
 * the step that `joins` them.
 */
export type Item = { step: Step; lanes: Lane[]; joins: boolean };

/** A journey as nested ways: what the canvas draws and the list reads. `loose` are steps that nothing leads to. */
export type Sequence = { main: Lane; loose: Lane[] };

/** The ways of a journey, each of its steps once. */
export function sequenceOf(graph: Graph): Sequence {
  const ways = new Ways(graph);
  const main = ways.lane(start, graph.first);
  const loose: Lane[] = [];
  for (const step of graph.steps) {
    if (!ways.shown.has(step.id)) loose.push(ways.lane({ from: '', exit: `loose ${step.id}` }, step.id));
  }
  return { main, loose };
}

class Ways {
  readonly shown = new Set<string>();
  private readonly steps: ReadonlyMap<string, Step>;
  private readonly joins: ReadonlyMap<string, readonly string[]>;
  private readonly joined: ReadonlySet<string>;

  constructor(graph: Graph) {
    this.steps = new Map(graph.steps.map((step) => [step.id, step]));
    this.joins = joinsOf(graph, this.steps);
    this.joined = new Set([...this.joins.values()].flat());
  }

  /** The way from a place on; it stops where a step is shown elsewhere or joins ways further out. */
  lane(place: Place, to: string): Lane {
    const items: Item[] = [];
    this.walk(to, items);
    return { place, items };
  }

  private walk(first: string, items: Item[]): void {
    let next = first;
    while (next !== '' && !this.joined.has(next)) next = this.show(next, items);
  }

  /** Shows a step with all that its exits lead to; returns the step that follows on the same way. */
  private show(id: string, items: Item[]): string {
    const step = this.steps.get(id);
    if (!step || this.shown.has(id)) return '';
    this.shown.add(id);
    const exits = exitsOf(step);
    const item: Item = { step, lanes: [], joins: this.joined.has(id) };
    items.push(item);
    if (exits.length < 2) return exits[0]?.to ?? '';
    item.lanes = exits.map((exit) => this.lane({ from: id, exit: exit.id }, exit.to ?? ''));
    for (const join of this.joins.get(id) ?? []) this.walk(this.show(join, items), items);
    return '';
  }
}

/** For each step, those in which its ways meet again, in their order: the merges it dominates most closely. */
function joinsOf(graph: Graph, steps: ReadonlyMap<string, Step>): Map<string, string[]> {
  const { order, before } = forward(graph, steps);
  const rank = new Map(order.map((id, i) => [id, i]));
  const closest = new Map<string, string>();
  const meet = (a: string, b: string): string => {
    let [x, y] = [a, b];
    while (x !== y) {
      if ((rank.get(x) ?? 0) > (rank.get(y) ?? 0)) x = closest.get(x) ?? '';
      else y = closest.get(y) ?? '';
    }
    return x;
  };
  const joins = new Map<string, string[]>();
  for (const id of order) {
    const from = before.get(id) ?? [];
    const dominator = from.slice(1).reduce(meet, from[0] ?? '');
    closest.set(id, dominator);
    if (from.length > 1) joins.set(dominator, [...(joins.get(dominator) ?? []), id]);
  }
  return joins;
}

/** The reached steps, each behind all that lead to it, and what leads to each; edges that close a loop are left out. */
function forward(graph: Graph, steps: ReadonlyMap<string, Step>) {
  const before = new Map<string, string[]>();
  const done = new Set<string>();
  const open = new Set<string>();
  const order: string[] = [];
  const visit = (id: string, from: string) => {
    const step = steps.get(id);
    if (!step || open.has(id)) return;
    before.set(id, [...(before.get(id) ?? []), from]);
    if (done.has(id)) return;
    open.add(id);
    for (const exit of exitsOf(step)) visit(exit.to ?? '', id);
    open.delete(id);
    done.add(id);
    order.unshift(id);
  };
  visit(graph.first, '');
  return { order, before };
}
