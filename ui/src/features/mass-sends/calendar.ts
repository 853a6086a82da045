import { day } from '@/lib/dates';
import type { MassSend } from './queries';

const oneDay = 24 * 60 * 60 * 1000;

/** A day, given and returned as 2026-11-22, so many days later. */
export function addDays(date: string, n: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + n * oneDay).toISOString().slice(0, 10);
}

/** The same day of another month; its last one where it has no such day. */
export function addMonths(date: string, n: number): string {
  const [year = 0, month = 1, of = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + n, Math.min(of, last))).toISOString().slice(0, 10);
}

/** 0 for Monday, with which weeks begin, to 6 for Sunday. */
export function weekday(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The weeks, Monday to Sunday, that the month of a day touches. */
export function weeksOf(date: string): string[][] {
  const first = `${date.slice(0, 7)}-01`;
  const last = addDays(addMonths(first, 1), -1);
  const weeks: string[][] = [];
  for (let monday = addDays(first, -weekday(first)); monday <= last; monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(monday, i)));
  }
  return weeks;
}

/** When a send went out, or is to, or as a draft is planned to; a draft without a time has none. */
export function calendarAt({ state, sent_at, scheduled_at, approval }: MassSend): string | undefined {
  const asked = state === 'draft' ? approval?.at : undefined;
  return sent_at ?? asked ?? scheduled_at ?? undefined;
}

/** The sends of each day of Beijing, the earliest first. */
export function byDay(sends: readonly MassSend[]): Map<string, MassSend[]> {
  const days = new Map<string, MassSend[]>();
  const timed = sends.flatMap((send) => {
    const at = calendarAt(send);
    return at ? [{ send, at: Date.parse(at) }] : [];
  });
  for (const { send, at } of timed.toSorted((a, b) => a.at - b.at)) {
    days.set(day(at), [...(days.get(day(at)) ?? []), send]);
  }
  return days;
}
