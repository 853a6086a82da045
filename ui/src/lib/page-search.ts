/** Where a page of a list begins, and its number from 1, as an address holds them. */
export type PageSearch = { cursor?: string; page?: number };

/** The router reads `q=2024` as a number; what an address holds is text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

/** Reads the page of the address; the first one where it makes no sense. */
export function readPage(raw: Record<string, unknown>): PageSearch {
  const cursor = textOf(raw.cursor);
  const page = Number(raw.page);
  return cursor && Number.isInteger(page) && page > 1 ? { cursor, page } : {};
}
