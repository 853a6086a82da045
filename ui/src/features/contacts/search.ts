import { type PageSearch, readPage, textOf } from '@/lib/page-search';

/** The stretches of time that a condition may name, in days up to now. */
export const dayChoices = [1, 7, 30, 90, 365] as const;
export type Days = (typeof dayChoices)[number];

/** The page sizes an operator may choose. */
export const pageSizes = [20, 50, 100] as const;
export type PageSize = (typeof pageSizes)[number];

/** What the address of the contacts holds. */
export type ContactSearch = PageSearch & {
  q?: string;
  state?: 'following' | 'not';
  /** The ids of tags, all of which a contact has. */
  tags?: number[];
  /** Began to follow within so many days; or from one Beijing day to another, both included. */
  followed?: Days;
  from?: string;
  until?: string;
  /** Did something within so many days. */
  seen?: Days;
  /** How they came, as WeChat words it; or the scene of the QR code. */
  source?: string;
  code?: string;
  size?: PageSize;
  /** The openid of the contact in the drawer. */
  open?: string;
  /** What else is open over the page: the cost of a sync, or the earlier ones. */
  panel?: 'sync' | 'runs';
};

/** Reads the address; what it does not understand it leaves out. */
export function readContactSearch(raw: Record<string, unknown>): ContactSearch {
  const found: ContactSearch = readPage(raw);
  if (raw.state === 'following' || raw.state === 'not') found.state = raw.state;
  for (const name of ['q', 'source', 'code', 'open'] as const) {
    const value = textOf(raw[name]);
    if (value.trim()) found[name] = value;
  }
  const tags = Array.isArray(raw.tags) ? raw.tags.filter((id) => Number.isInteger(id) && id > 0).slice(0, 20) : [];
  if (tags.length > 0) found.tags = [...new Set<number>(tags)];
  for (const name of ['followed', 'seen'] as const) {
    const days = dayChoices.find((n) => n === raw[name]);
    if (days) found[name] = days;
  }
  if (found.followed === undefined) {
    if (isDay(raw.from)) found.from = raw.from;
    if (isDay(raw.until)) found.until = raw.until;
  }
  const size = pageSizes.find((n) => n === raw.size);
  if (size) found.size = size;
  if (raw.panel === 'sync' || raw.panel === 'runs') found.panel = raw.panel;
  return found;
}

/** Reports whether the value is a day as 2026-11-22. */
export function isDay(value: unknown): value is string {
  return (
    typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`))
  );
}

/** The same search with other conditions: the first page of them. */
export function refineContacts(search: ContactSearch, change: Partial<ContactSearch>): ContactSearch {
  const { cursor, page, ...rest } = search;
  return readContactSearch({ ...rest, ...change });
}

/** The search without any condition. */
export function unfiltered({ size, open }: ContactSearch): ContactSearch {
  return readContactSearch({ size, open });
}

/** Reports whether anything narrows the list. */
export function isNarrowed(search: ContactSearch): boolean {
  const { cursor, page, size, open, panel, ...conditions } = search;
  return Object.keys(conditions).length > 0;
}
