import { exitsOf, type Place, start, targetOf } from './graph';
import { type Item, type Lane, sequenceOf } from './sequence';
import type { Graph, Step } from './types';

/** One line of a journey as a list: a step, or the end of a way that stops or goes on elsewhere. */
export type Row =
  | { kind: 'step'; step: Step; number: number; joins: boolean; ways: Way[] }
  | { kind: 'tail'; place: Place; to: string };
/** One exit of a step, with what is behind it. */
export type Way = { place: Place; rows: Row[] };

/** A journey as an indented list: what the canvas shows, in the order in which it is read aloud. */
export type Outline = { rows: Row[]; loose: Row[][] };

/** The list of a journey. Steps are numbered as they are read. */
export function outlineOf(graph: Graph): Outline {
  const { main, loose } = sequenceOf(graph);
  const numbers = numbersOf([main, ...loose]);
  const rowsOf = ({ items }: Lane, place: Place | undefined): Row[] => {
    const rows: Row[] = [];
    let end = place;
    const tail = (next: Item | undefined) => {
      if (!end) return;
      const to = targetOf(graph, end);
      if (next === undefined || to !== next.step.id) rows.push({ kind: 'tail', place: end, to });
    };
    for (const item of items) {
      tail(item);
      const { step, joins } = item;
      const ways = item.lanes.map((way) => ({ place: way.place, rows: rowsOf(way, way.place) }));
      rows.push({ kind: 'step', step, number: numbers.get(step.id) ?? 0, joins, ways });
      const [exit] = exitsOf(step);
      end = item.lanes.length === 0 && exit ? { from: step.id, exit: exit.id } : undefined;
    }
    tail(undefined);
    return rows;
  };
  return { rows: rowsOf(main, start), loose: loose.map((lane) => rowsOf(lane, undefined)) };
}

/** The number of each step in the order of the list. */
export function numbersOf(lanes: readonly Lane[]): Map<string, number> {
  const numbers = new Map<string, number>();
  const count = (lane: Lane) => {
    for (const { step, lanes: ways } of lane.items) {
      numbers.set(step.id, numbers.size + 1);
      ways.forEach(count);
    }
  };
  lanes.forEach(count);
  return numbers;
}
