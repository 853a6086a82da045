import { ofItsKind } from '@/components/reply-editor/of-its-kind';
import type { Graph, Step, Trigger } from './types';

/** What is edited of a journey. */
export type Doc = { name: string; graph: Graph };

/** A journey as it is saved: without what was entered while another kind was tried, and what only the server says. */
export function written({ name, graph }: Doc): Doc {
  return { name: name.trim(), graph: { ...graph, trigger: ofTrigger(graph.trigger), steps: graph.steps.map(ofStep) } };
}

/** Whether two journeys are saved as the same. */
export function same(a: Doc, b: Doc): boolean {
  return a === b || JSON.stringify(written(a)) === JSON.stringify(written(b));
}

function ofTrigger(trigger: Trigger): Trigger {
  const { kind, code_ids, source, campaign, name, code_kind, text, match, ignore_case, targets } = trigger;
  if (!kind) return {};
  switch (kind) {
    case 'scan':
      if (code_ids && code_ids.length > 0) return { kind, code_ids };
      return {
        kind,
        ...(source && { source }),
        ...(campaign && { campaign }),
        ...(name && { name }),
        ...(code_kind && { code_kind }),
      };
    case 'message':
      return text ? { kind, text, match: match ?? 'equals', ...(ignore_case && { ignore_case }) } : { kind };
    case 'tap':
      return { kind, ...(targets && targets.length > 0 && { targets }) };
    case 'schedule':
      return ofSchedule(trigger);
    default:
      return { kind };
  }
}

function ofSchedule({ repeat, at, time, weekdays, month_day, tag_id }: Trigger): Trigger {
  return {
    kind: 'schedule',
    ...(repeat && { repeat }),
    ...(repeat === 'once' && at && { at }),
    ...(repeat !== 'once' && repeat !== 'now' && time && { time }),
    ...(repeat === 'weekly' && { weekdays: [...(weekdays ?? [])].sort() }),
    ...(repeat === 'monthly' && month_day && { month_day }),
    ...(tag_id && { tag_id }),
  };
}

function ofStep(step: Step): Step {
  const { id, name, kind, exits } = step;
  const base = { id, ...(name?.trim() && { name: name.trim() }), kind, exits: exits.map(ofExit) };
  switch (kind) {
    case 'send':
      return { ...base, reply: ofItsKind(step.reply ?? { kind: 'material' }) };
    case 'tag':
    case 'untag':
      return { ...base, ...(step.tag_id && { tag_id: step.tag_id }) };
    case 'webhook': {
      const { url = '', secret } = step.webhook ?? {};
      return { ...base, webhook: { url: url.trim(), ...(secret && { secret }) } };
    }
    case 'wait':
      return { ...base, wait: ofWait(step.wait ?? { kind: 'duration' }) };
    default:
      return base;
  }
}

function ofExit({ id, label, when, to }: Step['exits'][number]): Step['exits'][number] {
  return { id, ...(label?.trim() && { label: label.trim() }), ...(when && { when }), ...(to && { to }) };
}

function ofWait({ kind, seconds, at, date, event, deadline_seconds }: NonNullable<Step['wait']>) {
  switch (kind) {
    case 'duration':
      return { kind, ...(seconds && { seconds }), ...(at && { at }) };
    case 'time_of_day':
      return { kind, ...(at && { at }) };
    case 'date':
      return { kind, ...(date && { date }) };
    case 'event':
      return { kind, event: event ?? { kind: 'any' as const }, ...(deadline_seconds && { deadline_seconds }) };
  }
}

/** The journey after it was saved: a secret is kept at the server and told no more. */
export function withoutSecrets(doc: Doc): Doc {
  if (!doc.graph.steps.some((step) => step.webhook?.secret)) return doc;
  const steps = doc.graph.steps.map((step) =>
    step.webhook?.secret ? { ...step, webhook: { url: step.webhook.url, has_secret: true } } : step,
  );
  return { ...doc, graph: { ...doc.graph, steps } };
}
