import type { Entry } from '@/api/client';
import type { Texts } from '@/locales/zh-CN';

/** One thing that an entry changed. */
export type Change = { what: string; before?: string; after: string };

/** The entry as a sentence: who did what to what. An action without words of its own is named as it is. */
export function sentence(t: Texts, entry: Entry): string {
  const a = t.settings.audit;
  const verbs: Record<string, string> = a.verbs;
  const verb = verbs[entry.action] ?? a.unknownVerb({ action: entry.action });
  return a.sentence({ actor: entry.actor, verb, name: entry.name ?? '' });
}

/**
 * What the entry's details tell: pairs of before and after, of the whole or of a field (`before`, `after`,
 * `name.before`, `name_after`), then the plain values.
 */
export function changes(entry: Entry): Change[] {
  const found = new Map<string, Change>();
  for (const [name, value] of Object.entries(entry.details ?? {})) {
    const pair = /^(?:(.*?)[._])?(before|after)$/.exec(name);
    const what = pair ? (pair[1] ?? '') : name;
    const change = found.get(what) ?? { what, after: '' };
    if (pair?.[2] === 'before') change.before = value;
    else change.after = value;
    found.set(what, change);
  }
  return [...found.values()];
}
