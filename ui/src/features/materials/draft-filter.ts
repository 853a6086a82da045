import type { Material } from '@/api/client';
import type { MaterialsSearch } from './search';

/** Reports whether every word of the search stands in a title, digest or note of the material. */
export function holds(material: Material, q: string): boolean {
  const text = [
    material.title,
    material.digest,
    material.note,
    ...material.articles.flatMap((a) => [a.title, a.digest]),
  ]
    .join('\n')
    .toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => text.includes(word));
}

/**
 * The drafts that the filters leave, newest update first. `hits` are those whose bodies hold the words, which only the
 * server knows; until it has answered, titles, digests and notes decide.
 */
export function filterDrafts(
  drafts: readonly Material[],
  search: MaterialsSearch,
  hits: readonly string[] = [],
): Material[] {
  const found = new Set(hits);
  return drafts
    .filter((m) => !search.q || found.has(m.media_id) || holds(m, search.q))
    .filter((m) => !search.note || (search.note === 'with') === (m.note !== ''))
    .filter((m) => !search.use || (search.use === 'used') === m.used_by.length > 0)
    .sort(newestFirst);
}

function newestFirst(a: Material, b: Material): number {
  return Date.parse(b.update_time) - Date.parse(a.update_time) || a.media_id.localeCompare(b.media_id);
}
