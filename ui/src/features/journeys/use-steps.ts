import { useState } from 'react';
import type { Reply } from '@/components/reply-editor/queries';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import {
  copyOf,
  type Edited,
  exitsOf,
  inserted,
  moved,
  newStep,
  type Place,
  placeBeside,
  placesTo,
  reached,
  relinked,
  removed,
  start,
  stepOf,
  targetOf,
} from './graph';
import type { Graph, Step } from './types';
import type { JourneyEditor } from './use-journey-editor';
import { type JourneyTexts, type Names, stepName } from './words';

export type Steps = ReturnType<typeof useSteps>;

/** What a new step is dragged as. */
export const dragType = 'application/x-tuwen-step';

/** What can be chosen to be put into a place. */
export type NewKind = { kind: Step['kind']; reply?: Reply['kind'] };

/** What the canvas and the list do with steps: put in, take out, move, copy, link; each told, and undone by one click. */
export function useSteps(
  editor: JourneyEditor,
  names: Names,
  selected: string | undefined,
  onSelect: (id: string | undefined) => void,
) {
  const texts: JourneyTexts = useTexts('journeys', 'contacts', 'replies');
  const { journeys: t } = texts;
  const toast = useUndoToast();
  const [moving, setMoving] = useState<string>();
  const { graph, draw } = editor;
  const name = (id: string) => stepName(texts, names, graph.steps, id);

  const tell = (text: string, had: Graph) => toast({ text, undo: () => draw(had) });
  const cut = (edited: Edited, had: Graph) => {
    draw(edited.graph);
    if (edited.gone.length > 0) tell(t.cutSteps({ n: edited.gone.length }), had);
  };
  const insert = (place: Place, { kind, reply }: NewKind) => {
    const step = newStep(kind, reply);
    cut(inserted(graph, place, step), graph);
    onSelect(step.id);
  };
  /** Behind the chosen step, else where the way first ends. */
  const open = (): Place => {
    const step = stepOf(graph, selected);
    const [exit] = step ? exitsOf(step) : [];
    if (step && exit) return { from: step.id, exit: exit.id };
    if (selected === 'start' || graph.first === '') return start;
    return lastPlace(graph);
  };
  return {
    moving,
    name,
    insert,
    add: (what: NewKind) => insert(open(), what),
    remove: (id: string) => {
      const above = placesTo(graph, id)[0];
      const edited = removed(graph, id);
      draw(edited.graph);
      if (selected === id) onSelect(undefined);
      const n = edited.gone.length;
      tell(n > 0 ? t.removedSteps({ name: name(id), n }) : t.removedStep({ name: name(id) }), graph);
      return above;
    },
    copy: (id: string) => {
      const step = stepOf(graph, id);
      const [exit] = step ? exitsOf(step) : [];
      if (!step || !exit) return;
      const made = copyOf(step);
      draw(inserted(graph, { from: id, exit: exit.id }, made).graph);
      onSelect(made.id);
      tell(t.stepCopied({ name: name(id) }), graph);
    },
    /** Chooses a step to be put elsewhere; undefined gives up. */
    pick: setMoving,
    canPut: (place: Place) => moving !== undefined && moved(graph, moving, place) !== undefined,
    put: (place: Place) => {
      const after = moving && moved(graph, moving, place);
      setMoving(undefined);
      if (!moving || !after) return;
      draw(after);
      onSelect(moving);
      tell(t.moved({ name: name(moving) }), graph);
    },
    /** One further up or down on its way; false at the ends. */
    shift: (id: string, way: 'up' | 'down'): boolean => {
      const place = placeBeside(graph, id, way);
      const after = place && moved(graph, id, place);
      if (after) draw(after);
      return after !== undefined;
    },
    canShift: (id: string, way: 'up' | 'down') => {
      const place = placeBeside(graph, id, way);
      return place !== undefined && moved(graph, id, place) !== undefined;
    },
    link: (place: Place, to: string) => cut(relinked(graph, place, to), graph),
    /** The steps that a place can lead to: all that are reached. */
    targets: (place: Place) => [...reached(graph)].filter((id) => id !== targetOf(graph, place)),
  };
}

/** Where the main way ends. */
function lastPlace(graph: Graph): Place {
  const seen = new Set<string>();
  let place = start;
  for (let to = graph.first; to !== '' && !seen.has(to); ) {
    seen.add(to);
    const step = stepOf(graph, to);
    const [exit] = step ? exitsOf(step) : [];
    if (!step || !exit) return place;
    place = { from: step.id, exit: exit.id };
    to = exit.to ?? '';
  }
  return place;
}
