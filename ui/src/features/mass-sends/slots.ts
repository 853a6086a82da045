import { clock, day, midnight } from '@/lib/dates';

const minute = 60_000;
const step = 5 * minute;
const ahead = 90 * 24 * 60 * minute;

/** The times of a day at which a mass send may go out: every five minutes. */
export const times = Array.from({ length: 288 }, (_, i) => {
  const [hours, minutes] = [Math.floor(i / 12), (i % 12) * 5];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
});

/** The first slot that is at least ten minutes after `now`, as a Beijing clock reads: 2026-11-22T20:00. */
export function nextSlot(now: number): string {
  return slotOf(Math.ceil((now + 10 * minute) / step) * step);
}

/** A time as a Beijing clock reads: 2026-11-22T20:00. */
export function slotOf(at: string | number): string {
  return `${day(at)}T${clock(at)}`;
}

/** The instant of a slot. */
export function instantOf(slot: string): Date {
  const [date = '', time = ''] = slot.split('T');
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(midnight(date).getTime() + (hours * 60 + minutes) * minute);
}

/** The instant of a slot as the API takes it; none for at once. */
export const atOf = (slot: string | undefined) => slot && instantOf(slot).toISOString();

/** What is wrong with the slot: it is no time, off the steps, past, or farther ahead than 90 days; undefined for nothing. */
export function slotProblem(slot: string, now: number): 'step' | 'past' | 'far' | undefined {
  const at = instantOf(slot).getTime();
  if (!(at % step === 0)) return 'step';
  if (at <= now) return 'past';
  return at - now > ahead ? 'far' : undefined;
}
