import type { Event } from '@/api/client';
import { type PageSearch, readPage, textOf } from '@/lib/page-search';

/** The kinds of pushes in the order in which the filter lists them. */
export const eventKinds = [
  'message',
  'follow',
  'unfollow',
  'scan',
  'tap',
  'option',
  'other',
] as const satisfies readonly Event['kind'][];

/** What the address of the event log holds. */
export type EventSearch = PageSearch & {
  kind?: Event['kind'];
  answered?: 'true' | 'false';
  /** Only of this contact. */
  openid?: string;
  /** The id of the event in the drawer. */
  open?: string;
};

/** Reads the address; what it does not understand it leaves out. */
export function readEventSearch(raw: Record<string, unknown>): EventSearch {
  const found: EventSearch = readPage(raw);
  const kind = eventKinds.find((k) => k === raw.kind);
  if (kind) found.kind = kind;
  const answered = String(raw.answered);
  if (answered === 'true' || answered === 'false') found.answered = answered;
  const openid = textOf(raw.openid);
  if (openid) found.openid = openid;
  const open = textOf(raw.open);
  if (open) found.open = open;
  return found;
}

/** The same search with other filters: the first page of them. */
export function refineEvents(search: EventSearch, change: Partial<EventSearch>): EventSearch {
  const { cursor, page, ...rest } = search;
  return readEventSearch({ ...rest, ...change });
}
