import { type PageSearch, readPage, textOf } from '@/lib/page-search';
import type { JourneyState } from './types';

/** The states in the order in which they are offered. */
export const journeyStates = ['running', 'paused', 'draft', 'stopped'] as const satisfies readonly JourneyState[];

/** What the address of the list holds; `templates` while one is chosen. */
export type JourneysSearch = { q?: string; state?: JourneyState; panel?: 'templates' };

/** Reads the address of the list; what it does not understand it leaves out. */
export function readJourneysSearch(raw: Record<string, unknown>): JourneysSearch {
  const q = textOf(raw.q);
  const state = journeyStates.find((s) => s === raw.state);
  return {
    ...(q.trim() && { q }),
    ...(state && { state }),
    ...(raw.panel === 'templates' && { panel: raw.panel }),
  };
}

/**
 * What the address of one journey holds: how it is looked at, the canvas where nothing is said; the step whose settings
 * are open, `start` for how it begins; in the report the days, which people on which page, and the person whose way is
 * shown.
 */
export type JourneySearch = PageSearch & {
  view?: 'list' | 'report';
  step?: string;
  days?: 7 | 90;
  people?: 'inside' | 'finished' | 'dropped';
  person?: string;
};

/** Reads the address of one journey. */
export function readJourneySearch(raw: Record<string, unknown>): JourneySearch {
  const found: JourneySearch = readPage(raw);
  if (raw.view === 'list' || raw.view === 'report') found.view = raw.view;
  if (raw.days === 7 || raw.days === 90) found.days = raw.days;
  const people = (['inside', 'finished', 'dropped'] as const).find((state) => state === raw.people);
  if (people) found.people = people;
  for (const name of ['step', 'person'] as const) {
    const value = textOf(raw[name]);
    if (value) found[name] = value;
  }
  return found;
}
