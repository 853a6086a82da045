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
 * Says why the use does not take the material, or undefined where it does. The table is the server's (`GET /usages`);
 * this reads it for an item that was not fetched for that use. What is sent is judged by the server again.
 */
export function refusal(usage: Usage, material: Material): Reason | undefined {
  if (!usage.sources.includes(material.source)) return 'source';
  if (!usage.several && material.article_count > 1) return 'several';
  if (material.gone) return 'gone';
  if (material.source === 'published' && material.articles.length > 0 && material.articles.every((a) => a.deleted)) {
    return 'down';
  }
  return undefined;
}

/** The material as the picker of that use shows it. */
export function choose(usage: Usage, material: Material): Choice {
  const reason = refusal(usage, material);
  return { ...material, selectable: reason === undefined, ...(reason && { reason }) };
}
