/** The page sizes an operator may choose. */
export const pageSizes = [20, 50, 100] as const;
export type PageSize = (typeof pageSizes)[number];

/** The two groups of the page. Published materials are not on it: they are read where they are used. */
export const tabs = ['drafts', 'history'] as const;
export type Tab = (typeof tabs)[number];

/** What the address of the materials page holds, so that a copied address shows the same. */
export type MaterialsSearch = {
  tab?: Tab;
  q?: string;
  /** With or without a note. */
  note?: 'with' | 'without';
  /** Used somewhere, or nowhere. */
  use?: 'used' | 'unused';
  /** The history of this Beijing month: 2026-11. */
  month?: string;
  size?: PageSize;
  /** Where the page of the history begins, and its number from 1. */
  cursor?: string;
  page?: number;
  /** The media_id of the item in the drawer, and which of its articles. */
  open?: string;
  article?: number;
  /** What else is open over the page. */
  panel?: 'full' | 'runs' | 'publications';
};

/** Reads the address; what it does not understand it leaves out, so that an old or mistyped link still opens. */
export function readSearch(raw: Record<string, unknown>): MaterialsSearch {
  const found: MaterialsSearch = {};
  if (raw.tab === 'history') found.tab = 'history';
  if (raw.tab === 'drafts') found.tab = 'drafts';
  const q = text(raw.q).trim();
  if (q) found.q = q;
  if (raw.note === 'with' || raw.note === 'without') found.note = raw.note;
  if (raw.use === 'used' || raw.use === 'unused') found.use = raw.use;
  if (isMonth(raw.month)) found.month = raw.month;
  const size = pageSizes.find((s) => s === Number(raw.size));
  if (size) found.size = size;
  const cursor = text(raw.cursor);
  const page = Number(raw.page);
  if (cursor && Number.isInteger(page) && page > 1) {
    found.cursor = cursor;
    found.page = page;
  }
  const open = text(raw.open);
  if (open) {
    found.open = open;
    const article = Number(raw.article);
    if (Number.isInteger(article) && article > 0 && article < 8) found.article = article;
  }
  if (raw.panel === 'full' || raw.panel === 'runs' || raw.panel === 'publications') found.panel = raw.panel;
  return found;
}

/** The router reads `q=2024` as a number; a search is text. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

/** Reports whether the value is a month as 2026-11. */
export function isMonth(value: unknown): value is string {
  return typeof value === 'string' && /^20\d\d-(0[1-9]|1[0-2])$/.test(value);
}

/** The same search with other filters: the first page of them, and nothing open. */
export function refine(search: MaterialsSearch, change: Partial<MaterialsSearch>): MaterialsSearch {
  const { cursor, page, open, article, ...rest } = search;
  return readSearch({ ...rest, ...change });
}

/** Reports whether anything narrows the list. */
export function isNarrowed(search: MaterialsSearch): boolean {
  return Boolean(search.q || search.note || search.use || search.month);
}
