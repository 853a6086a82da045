import type { Material } from '@/api/client';
import type { Choice, Usage } from './queries';

/** Why an item cannot be chosen, as the server names it. */
export type Reason = 'source' | 'several' | 'gone' | 'deleted' | 'down';

const reasons: readonly string[] = ['source', 'several', 'gone', 'deleted', 'down'] satisfies Reason[];

/** Reports whether the word is a reason that the locales know. */
export function isReason(word: string | undefined): word is Reason {
  return word !== undefined && reasons.includes(word);
}

/**
 * Why the use does not take the material, as the server judged it; undefined where it does. It judges one material and
 * those of the picker; what is sent it judges again.
 */
export function refusal(usage: Usage, material: Material): Choice['reason'] {
  // The values of a map are plain strings in the API's document.
  return material.refused_for?.[usage.use] as Choice['reason'];
}

/** The material as the picker of that use shows it. */
export function choose(usage: Usage, material: Material): Choice {
  const reason = refusal(usage, material);
  return { ...material, selectable: reason === undefined, ...(reason && { reason }) };
}
