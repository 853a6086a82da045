import type { Material } from '@/api/client';
import { exitsOf } from './graph';
import type { Graph, Step, StepReach } from './types';
import { conditionWords, exitWords, type JourneyTexts, kindWords, type Names, stepWords, triggerWords } from './words';

/** What the card of a step shows on the canvas; the start has one too. */
export type Card = {
  id: string;
  kind: Step['kind'] | 'start';
  /** What the step does, over its title. */
  head: string;
  title: string;
  more: string;
  /** A text as its follower reads it, cut to two lines. */
  bubble?: string | undefined;
  material?: { title: string; cover: string; note: string } | undefined;
  /** What is still to be chosen, where the content would stand. */
  missing?: string | undefined;
  /** The condition of a step that has a name of its own. */
  chip?: string | undefined;
  reach?: StepReach | undefined;
  /** The step's exits by name, where it has several. */
  exits: { id: string; name: string }[];
};

const frame = 24;
const headHeight = 30;
const titleHeight = 20;
const moreHeight = 22;
const coverHeight = 103;
const noteHeight = 28;
const bubbleHeight = 60;
const missingHeight = 48;
const lineHeight = 28;

/** How tall a card is drawn; the style sheet gives each part this height. */
export function heightOf(card: Card): number {
  if (card.kind === 'end') return frame + 24;
  let height = frame + headHeight;
  if (card.title) height += titleHeight;
  if (card.more) height += moreHeight;
  if (card.bubble) height += bubbleHeight - (card.title ? 0 : 8);
  if (card.material) height += coverHeight + (card.material.note ? noteHeight : 0);
  if (card.missing) height += missingHeight - (card.title ? 0 : 8);
  if (card.chip) height += lineHeight;
  if (card.reach) height += lineHeight;
  return height;
}

/** The card of the start. */
export function startCard(t: JourneyTexts, names: Names, graph: Graph): Card {
  const { title, more } = triggerWords(t, names, graph.trigger);
  return { id: '', kind: 'start', head: t.journeys.startNode, title, more, exits: [] };
}

/** The card of a step. */
export function stepCard(
  t: JourneyTexts,
  names: Names,
  step: Step,
  reach: StepReach | undefined,
  material: Material | undefined,
): Card {
  const { title, more } = stepWords(t, names, step);
  const exits = exitsOf(step);
  const card: Card = {
    id: step.id,
    kind: step.kind,
    head: kindWords(t, step),
    title,
    more,
    exits: exits.length > 1 ? exits.map((exit) => ({ id: exit.id, name: exitWords(t, names, step, exit) })) : [],
  };
  if (step.kind === 'branch') {
    const first = exits[0]?.when;
    return {
      ...card,
      more: '',
      chip: step.name && first && exits.length === 2 ? conditionWords(t, names, first) : undefined,
    };
  }
  if (step.kind !== 'send') return card;
  const { nothing } = t.journeys.steps;
  const { reply } = step;
  const kind = reply?.kind ?? 'material';
  const bubble = kind === 'text' && reply?.text?.trim() ? title : undefined;
  const sent: Card = {
    ...card,
    title: bubble ? (step.name ?? '') : title,
    bubble: bubble && step.name ? more : bubble,
    more: kind === 'text' ? '' : more,
    reach,
  };
  const empty = {
    text: !reply?.text?.trim(),
    picture: !reply?.picture_id,
    material: !reply?.media_id,
    conversation: !reply?.conversation_id,
  }[kind];
  if (empty) return { ...sent, title: step.name ?? '', more: '', bubble: undefined, missing: nothing[kind] };
  if (kind !== 'material') return sent;
  const known = material?.title || reply?.label || '';
  return {
    ...sent,
    title: step.name || known || title,
    more: '',
    material: { title: known || title, cover: material?.cover_url ?? '', note: material?.note ?? '' },
  };
}
