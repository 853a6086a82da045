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

/** What the address of the mass sends holds: the state that is looked for, a page of the list or a day of the calendar. */
export type MassSearch = PageSearch & { state?: MassState; view?: 'calendar'; day?: string; panel?: 'settings' };

/** Reads the address of the mass sends; what it does not understand it leaves out. */
export function readMassSearch(raw: Record<string, unknown>): MassSearch {
  const state = massStates.find((s) => s === raw.state);
  const kept = { ...(state && { state }), ...(raw.panel === 'settings' && { panel: 'settings' as const }) };
  if (raw.view !== 'calendar') return { ...readPage(raw), ...kept };
  const day = textOf(raw.day);
  return { view: 'calendar', ...kept, ...(isDay(day) && { day }) };
}

/** Whether a text is a day: 2026-11-22. */
function isDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** What the address of one mass send holds: for a new one its material; when it is to go out, as a Beijing clock reads. */
export type MassSendSearch = { material?: string; at?: string };

/** Reads the address of one mass send. */
export function readMassSendSearch(raw: Record<string, unknown>): MassSendSearch {
  const material = textOf(raw.material);
  const at = textOf(raw.at);
  return { ...(material && { material }), ...(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(at) && { at }) };
}
