import { textOf } from '@/lib/page-search';

/** What the address of the tags holds. */
export type TagSearch = { q?: string };

/** Reads the address; what it does not understand it leaves out. */
export function readTagSearch(raw: Record<string, unknown>): TagSearch {
  const q = textOf(raw.q);
  return q.trim() ? { q } : {};
}
