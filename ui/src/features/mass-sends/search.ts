import { type PageSearch, readPage, textOf } from '@/lib/page-search';

/** The states of a mass send, in the order in which the filter names them. */
export const massStates = [
  'draft',
  'scheduled',
  'sending',
  'waiting',
  'sent',
  'failed',
  'unknown',
  'canceled',
  'deleted',
] as const;
export type MassState = (typeof massStates)[number];

/** What the address of the list holds. */
export type MassSearch = PageSearch & { state?: MassState };

/** Reads the address of the list; what it does not understand it leaves out. */
export function readMassSearch(raw: Record<string, unknown>): MassSearch {
  const state = massStates.find((s) => s === raw.state);
  return { ...readPage(raw), ...(state && { state }) };
}

/** What the address of one mass send holds: for a new one its material; when it is to go out, as a Beijing clock reads. */
export type MassSendSearch = { material?: string; at?: string };

/** Reads the address of one mass send. */
export function readMassSendSearch(raw: Record<string, unknown>): MassSendSearch {
  const material = textOf(raw.material);
  const at = textOf(raw.at);
  return { ...(material && { material }), ...(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(at) && { at }) };
}
