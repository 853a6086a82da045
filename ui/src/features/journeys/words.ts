import type { Tag } from '@/api/client';
import { textParts } from '@/components/reply-editor/text-parts';
import { dayAndClock } from '@/lib/dates';
import type { Texts } from '@/locales/texts';
import { exitsOf } from './graph';
import type { Condition, EventFilter, Exit, Step, Trigger, Wait } from './types';

/** The texts that name steps: those of the journeys, and of contacts for how one came to follow. */
export type JourneyTexts = Texts<'journeys' | 'contacts' | 'replies'>;

/** What the words of steps need to know besides: the tags of the account, its codes and buttons by their ids. */
export type Names = {
  tags: readonly Tag[] | undefined;
  codes?: ReadonlyMap<string, string> | undefined;
  buttons?: ReadonlyMap<string, string> | undefined;
};

/** A step in two lines: what it is called, and what more there is to say. */
export type StepWords = { title: string; more: string };

export function tagName(t: Texts<'journeys'>, { tags }: Names, id: number): string {
  return tags?.find((tag) => tag.id === id)?.name ?? t.journeys.steps.tagGone({ id });
}

/** What a step does, as the head of its card says: 发送图文, 判断. */
export function kindWords({ journeys: { steps: t } }: JourneyTexts, step: Step): string {
  return step.kind === 'send' ? t.sends[step.reply?.kind ?? 'material'] : t.kinds[step.kind];
}

/** A step in words; its own name comes before what is made of its content. */
export function stepWords(t: JourneyTexts, names: Names, step: Step): StepWords {
  const made = contentWords(t, names, step);
  return step.name ? { title: step.name, more: made.more || made.title } : made;
}

function contentWords(t: JourneyTexts, names: Names, step: Step): StepWords {
  const { steps } = t.journeys;
  switch (step.kind) {
    case 'send':
      return { title: replyWords(t, step), more: '' };
    case 'tag':
    case 'untag': {
      const tag = step.tag_id ? `「${tagName(t, names, step.tag_id)}」` : steps.tagUnset;
      return { title: step.tag_id ? `${steps.kinds[step.kind]}${tag}` : tag, more: '' };
    }
    case 'webhook':
      return { title: host(step.webhook?.url) || steps.webhookUnset, more: step.webhook?.url ?? '' };
    case 'wait':
      return waitWords(t, names, step.wait ?? { kind: 'duration' });
    case 'branch': {
      const exits = exitsOf(step);
      if (exits.length > 2) return { title: steps.ways({ n: exits.length }), more: '' };
      const first = exits[0]?.when;
      const what = first ? conditionWords(t, names, first) : steps.conditionUnset;
      return { title: steps.question({ what }), more: what };
    }
    case 'end':
      return { title: steps.kinds.end, more: steps.endText };
  }
}

function replyWords(t: JourneyTexts, { reply }: Step): string {
  const { nothing } = t.journeys.steps;
  if (!reply) return nothing.material;
  if (reply.kind === 'text') {
    return (
      textParts(reply.text ?? '')
        .map((part) => part.text)
        .join('')
        .trim() || nothing.text
    );
  }
  const chosen = { picture: reply.picture_id, material: reply.media_id, conversation: reply.conversation_id };
  return chosen[reply.kind] ? reply.label || t.replies.kinds[reply.kind] : nothing[reply.kind];
}

function waitWords(t: JourneyTexts, names: Names, wait: Wait): StepWords {
  const { steps } = t.journeys;
  switch (wait.kind) {
    case 'duration':
      return {
        title: steps.waitFor({ seconds: wait.seconds ?? 0 }),
        more: wait.at ? steps.thenAt({ at: wait.at }) : steps.goOn,
      };
    case 'time_of_day':
      return { title: steps.waitUntil({ at: wait.at || '--:--' }), more: steps.nextTime };
    case 'date':
      return wait.date
        ? { title: steps.waitDate({ at: dayAndClock(wait.date) }), more: steps.lateGoesOn }
        : { title: steps.waitUnset, more: steps.lateGoesOn };
    case 'event':
      return {
        title: steps.waitEvent({ event: eventWords(t, names, wait.event ?? { kind: 'any' }) }),
        more: steps.atMost({ seconds: wait.deadline_seconds ?? 0 }),
      };
  }
}

export function eventWords(t: JourneyTexts, names: Names, event: EventFilter): string {
  const { steps } = t.journeys;
  const name = steps.events[event.kind];
  const text = event.text && ((event.kind === 'tap' && names.buttons?.get(event.text)) || event.text);
  return text ? steps.eventWith({ event: name, text }) : name;
}

/** A condition as a clause: 标签包含「会员」. */
export function conditionWords(t: JourneyTexts, names: Names, when: Condition): string {
  const { steps } = t.journeys;
  const not = Boolean(when.not);
  switch (when.kind) {
    case 'tag':
      return when.tag_ids && when.tag_ids.length > 0
        ? steps.tagsAre({ names: when.tag_ids.map((id) => tagName(t, names, id)), not })
        : steps.conditionUnset;
    case 'event':
      return steps.eventWas({
        event: eventWords(t, names, when.event ?? { kind: 'any' }),
        days: when.event?.days ?? 1,
        not,
      });
    case 'attribute': {
      const attribute = when.attribute;
      if (!attribute) return steps.conditionUnset;
      if (attribute === 'followed') return steps.following({ not });
      if (!when.value) return steps.conditionUnset;
      const value = attribute === 'follow_scene' ? (t.contacts.sources[when.value] ?? when.value) : when.value;
      const words = { attribute: steps.attributes[attribute], op: steps.ops[when.op ?? 'is'], value, not };
      return numeric(attribute) ? steps.attributeNumber(words) : steps.attributeIs(words);
    }
  }
}

/** Whether an attribute is a number, and compared as one. */
export function numeric(attribute: Condition['attribute']): boolean {
  return attribute === 'messages' || attribute === 'followed_days';
}

/** What an exit of a step is called: 是 and 否 where there are two, else its condition. */
export function exitWords(t: JourneyTexts, names: Names, step: Step, exit: Exit): string {
  const { steps } = t.journeys;
  if (exit.label) return exit.label;
  const exits = exitsOf(step);
  const first = exits[0]?.id === exit.id;
  if (step.kind === 'wait') return first ? steps.happened : steps.notHappened;
  if (exits.length === 2) return first ? steps.yes : steps.no;
  return exit.when ? conditionWords(t, names, exit.when) : steps.otherwise;
}

/** How a journey begins, in two lines. */
export function triggerWords(t: Texts<'journeys'>, names: Names, trigger: Trigger): StepWords {
  const { steps } = t.journeys;
  if (!trigger.kind) return { title: steps.triggerUnset, more: '' };
  return { title: steps.triggers[trigger.kind], more: triggerMore(t, names, trigger) };
}

function triggerMore(t: Texts<'journeys'>, names: Names, trigger: Trigger): string {
  const { steps } = t.journeys;
  switch (trigger.kind) {
    case 'scan': {
      const ids = trigger.code_ids ?? [];
      if (ids.length > 3) return steps.codeCount({ n: ids.length });
      if (ids.length > 0) return ids.map((id) => names.codes?.get(id) ?? steps.codeGone).join(' · ');
      const kind = trigger.code_kind && steps.codeKinds[trigger.code_kind];
      const set = [trigger.source, trigger.campaign, trigger.name, kind].filter(Boolean);
      return set.length > 0 ? set.join(' · ') : steps.anyCode;
    }
    case 'message': {
      const text = trigger.text ?? '';
      if (!text) return steps.anyText;
      return trigger.match === 'contains' ? steps.textHas({ text }) : steps.textIs({ text });
    }
    case 'tap': {
      const targets = trigger.targets ?? [];
      return targets.length > 0 ? targets.map((one) => names.buttons?.get(one) ?? one).join(' · ') : steps.anyButton;
    }
    case 'schedule':
      return [whenWords(t, trigger), trigger.tag_id ? steps.withTag({ tag: tagName(t, names, trigger.tag_id) }) : '']
        .filter(Boolean)
        .join(' · ');
    default:
      return trigger.kind ? steps.triggerHints[trigger.kind] : '';
  }
}

function whenWords(t: Texts<'journeys'>, trigger: Trigger): string {
  const { steps } = t.journeys;
  const { repeat, at, time = '' } = trigger;
  if (!repeat) return '';
  const name = steps.repeats[repeat];
  switch (repeat) {
    case 'now':
      return name;
    case 'once':
      return at ? dayAndClock(at) : name;
    case 'daily':
      return `${name} ${time}`;
    case 'weekly':
      return `${(trigger.weekdays ?? []).map((day) => steps.weekday({ day })).join(' ') || name} ${time}`;
    case 'monthly':
      return `${name} ${trigger.month_day ? steps.dayOf({ n: trigger.month_day }) : ''} ${time}`;
  }
}

/** The name of a step for sentences about it. */
export function stepName(t: JourneyTexts, names: Names, steps: readonly Step[], id: string): string {
  const step = steps.find((s) => s.id === id);
  return step ? stepWords(t, names, step).title : t.journeys.startNode;
}

function host(url: string | undefined): string {
  try {
    return url ? new URL(url).host : '';
  } catch {
    return '';
  }
}
