import type { Exit, Graph, Step } from './types';

/** A place on the way of a journey: behind an exit of a step, or behind its start where `from` is empty. */
export type Place = { from: string; exit: string };

/** What an edit left: the graph, and the steps that nothing leads to any more and that went with it. */
export type Edited = { graph: Graph; gone: readonly Step[] };

/** The place right behind the start. */
export const start: Place = { from: '', exit: '' };

/** A place as a key. */
export const placeKey = ({ from, exit }: Place) => `${from}/${exit}`;

export const stepOf = (graph: Graph, id: string | undefined): Step | undefined =>
  graph.steps.find((step) => step.id === id);
export const exitsOf = (step: Step): readonly Exit[] => step.exits;

/** What a place leads to; empty where nothing follows. */
export function targetOf(graph: Graph, { from, exit }: Place): string {
  if (from === '') return graph.first;
  const step = stepOf(graph, from);
  return (step && exitsOf(step).find((e) => e.id === exit)?.to) || '';
}

/** All places of a graph, the start first. */
export function placesOf(graph: Graph): Place[] {
  return [start, ...graph.steps.flatMap((step) => exitsOf(step).map((e) => ({ from: step.id, exit: e.id })))];
}

/** The places that lead to a step. */
export function placesTo(graph: Graph, id: string): Place[] {
  return placesOf(graph).filter((place) => targetOf(graph, place) === id);
}

/** The graph with a place leading elsewhere; nothing is taken out for it. */
export function led(graph: Graph, place: Place, to: string): Graph {
  if (place.from === '') return { ...graph, first: to };
  return withStep(graph, place.from, (step) => ({
    ...step,
    exits: exitsOf(step).map((e) => (e.id === place.exit ? { ...e, to } : e)),
  }));
}

/** The graph with one step changed. */
export function withStep(graph: Graph, id: string, change: (step: Step) => Step): Graph {
  return { ...graph, steps: graph.steps.map((step) => (step.id === id ? change(step) : step)) };
}

/** The ids of the steps that can be reached from the start. */
export function reached(graph: Graph): Set<string> {
  const steps = new Map(graph.steps.map((step) => [step.id, step]));
  const seen = new Set<string>();
  const next = [graph.first];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    const step = steps.get(id);
    if (!step || seen.has(id)) continue;
    seen.add(id);
    next.push(...exitsOf(step).map((e) => e.to ?? ''));
  }
  return seen;
}

/** Takes out what could be reached before an edit and cannot be any more. */
function pruned(before: Graph, after: Graph): Edited {
  const now = reached(after);
  const lost = [...reached(before)].filter((id) => !now.has(id));
  const gone = after.steps.filter((step) => lost.includes(step.id));
  return gone.length > 0
    ? { graph: { ...after, steps: after.steps.filter((step) => !lost.includes(step.id)) }, gone }
    : { graph: after, gone: [] };
}

/** Where the way goes on after a step: its first exit. What stands behind its others belongs to it. */
const onward = (step: Step) => exitsOf(step)[0]?.to ?? '';

/** Puts a step into a place. What followed there follows the step's first exit; nothing does where it has none. */
export function inserted(graph: Graph, place: Place, step: Step): Edited {
  const to = targetOf(graph, place);
  const [first, ...rest] = exitsOf(step);
  const joined = first ? { ...step, exits: [{ ...first, to }, ...rest] } : step;
  return pruned(graph, led({ ...graph, steps: [...graph.steps, joined] }, place, step.id));
}

/** Everything that leads to a step leads past it. The step stays, with what stands behind its other exits. */
function bypassed(graph: Graph, step: Step): Graph {
  const to = onward(step) === step.id ? '' : onward(step);
  return placesTo(graph, step.id).reduce((now, place) => led(now, place, to), graph);
}

/** Takes a step out and closes the gap by its first exit. What only its other exits led to goes too. */
export function removed(graph: Graph, id: string): Edited {
  const step = stepOf(graph, id);
  if (!step) return { graph, gone: [] };
  const past = bypassed(graph, step);
  const without = { ...past, steps: past.steps.filter((s) => s.id !== id) };
  const { graph: after, gone } = pruned(graph, without);
  return { graph: after, gone };
}

/** Moves a step, with what stands behind its other exits, to a place; undefined where it cannot stand there or stands there already. */
export function moved(graph: Graph, id: string, place: Place): Graph | undefined {
  const step = stepOf(graph, id);
  if (!step || place.from === id || targetOf(graph, place) === id) return undefined;
  const past = bypassed(graph, step);
  const to = targetOf(past, place);
  const [first, ...rest] = exitsOf(step);
  // A step without an exit would cut off what follows.
  if (!first && to !== '') return undefined;
  const put = withStep(past, id, (s) => (first ? { ...s, exits: [{ ...first, to }, ...rest] } : s));
  const after = led(put, place, id);
  const now = reached(after);
  return [...reached(graph)].every((known) => now.has(known)) ? after : undefined;
}

/** The place one further up or down on the way, for moving a step by keys; undefined at the ends. */
export function placeBeside(graph: Graph, id: string, way: 'up' | 'down'): Place | undefined {
  const step = stepOf(graph, id);
  if (!step) return undefined;
  if (way === 'up') {
    const above = placesTo(graph, id).find((place) => reachedBy(graph, place));
    return above && above.from !== '' ? placesTo(graph, above.from)[0] : undefined;
  }
  const below = stepOf(graph, onward(step));
  const exit = below && exitsOf(below)[0];
  return below && exit ? { from: below.id, exit: exit.id } : undefined;
}

function reachedBy(graph: Graph, { from }: Place): boolean {
  return from === '' || reached(graph).has(from);
}

/** A place leads elsewhere; what could only be reached by it goes. */
export function relinked(graph: Graph, place: Place, to: string): Edited {
  return pruned(graph, led(graph, place, to));
}

/** A step of the same content and no one behind it, for a second place. */
export function copyOf(step: Step): Step {
  const { webhook, ...rest } = step;
  return {
    ...rest,
    id: newId('s'),
    ...(webhook && { webhook: { url: webhook.url } }),
    exits: step.exits.map((exit) => ({ ...exit, id: newId('e'), to: '' })),
  };
}

/** One more exit with a condition, before the last, which is for all others. */
export function exitAdded(graph: Graph, id: string, exit: Exit): Graph {
  return withStep(graph, id, (step) => {
    const all = exitsOf(step);
    return { ...step, exits: [...all.slice(0, -1), exit, ...all.slice(-1)] };
  });
}

/** Without an exit, and without what only it led to. */
export function exitRemoved(graph: Graph, { from, exit }: Place): Edited {
  return pruned(
    graph,
    withStep(graph, from, (step) => ({ ...step, exits: exitsOf(step).filter((e) => e.id !== exit) })),
  );
}

/** Makes a step wait in another way: for an event it has two exits, else one. */
export function waitChanged(graph: Graph, id: string, wait: NonNullable<Step['wait']>): Edited {
  return pruned(
    graph,
    withStep(graph, id, (step) => {
      const [first = newExit(), second = newExit()] = exitsOf(step);
      return { ...step, wait, exits: wait.kind === 'event' ? [first, second] : [first] };
    }),
  );
}

/** An id that no other step or exit has. */
export function newId(prefix: 's' | 'e'): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  return prefix + [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function newExit(values: Partial<Exit> = {}): Exit {
  return { id: newId('e'), to: '', ...values };
}

/** A new step of a kind, as far as it can be filled without asking. */
export function newStep(kind: Step['kind'], reply: NonNullable<Step['reply']>['kind'] = 'material'): Step {
  const id = newId('s');
  switch (kind) {
    case 'send':
      return { id, kind, reply: { kind: reply }, exits: [newExit()] };
    case 'tag':
    case 'untag':
      return { id, kind, exits: [newExit()] };
    case 'webhook':
      return { id, kind, webhook: { url: '' }, exits: [newExit()] };
    case 'wait':
      return { id, kind, wait: { kind: 'duration', seconds: 86_400 }, exits: [newExit()] };
    case 'branch':
      return { id, kind, exits: [newExit({ when: { kind: 'tag', tag_ids: [] } }), newExit()] };
    case 'end':
      return { id, kind, exits: [] };
  }
}
