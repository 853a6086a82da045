import type { Entry } from '@/api/client';
import { dayAndClock } from '@/lib/dates';
import type { Texts } from '@/locales/texts';

/** One thing that an entry changed. */
export type Change = { what: string; before?: string; after: string };

/** The entry as a sentence: who did what to what. An action without words of its own is named as it is. */
export function sentence(t: Texts<'audit'>, entry: Entry): string {
  const a = t.audit;
  const verbs: Record<string, string> = a.verbs;
  const verb = verbs[entry.action] ?? a.unknownVerb({ action: entry.action });
  // Whoever signs in does it to themselves: once is enough.
  const name = entry.name === entry.actor ? '' : (entry.name ?? '');
  return a.sentence({ actor: entry.actor, verb, name });
}

const free = new Set(['', 'name', 'names', 'keywords', 'replies', 'opening', 'closing', 'options', 'buttons', 'steps']);
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * What the entry's details tell: pairs of before and after, of the whole or of a field (`before`, `after`,
 * `name.before`, `name.after`), then the plain values. Known names and values are in the operator's language; a value
 * that means something else in one field has words under `field.value`. Times are Beijing's.
 */
export function changes(entry: Entry, t: Texts<'audit'>): Change[] {
  const { fields, values } = t.audit as { fields: Record<string, string>; values: Record<string, string> };
  const found = new Map<string, Change>();
  for (const [name, value] of Object.entries(entry.details ?? {})) {
    const pair = /^(?:(.*?)\.)?(before|after)$/.exec(name);
    const field = pair ? (pair[1] ?? '') : name;
    const change = found.get(field) ?? { what: fields[field] ?? field, after: '' };
    // Free text keeps its own words: a note that reads 「full」 is not a mode.
    const known = values[`${field}.${value}`] ?? values[value] ?? value;
    const words = free.has(field) ? value : instant.test(value) ? dayAndClock(value) : known;
    if (pair?.[2] === 'before') change.before = words;
    else change.after = words;
    found.set(field, change);
  }
  return [...found.values()];
}
