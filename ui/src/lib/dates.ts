/** A time as the API gives it, or a Date. */
export type Moment = string | number | Date;

const eightHours = 8 * 60 * 60 * 1000;

/** The same instant as a string whose fields read as on a clock in Beijing: 2026-11-22T14:20:05.000Z. */
function beijing(at: Moment): string {
  return new Date(new Date(at).getTime() + eightHours).toISOString();
}

/** The day in Beijing: 2026-11-22. */
export function day(at: Moment): string {
  return beijing(at).slice(0, 10);
}

/** The month in Beijing: 2026-11. */
export function month(at: Moment): string {
  return beijing(at).slice(0, 7);
}

/** The time of day in Beijing: 14:20. */
export function clock(at: Moment): string {
  return beijing(at).slice(11, 16);
}

/** Day and time of day in Beijing: 2026-11-22 14:20. */
export function dayAndClock(at: Moment): string {
  return `${day(at)} ${clock(at)}`;
}

/** Day and time with seconds, for details that are looked up in a log: 2026-11-22 14:20:05. */
export function exact(at: Moment): string {
  return `${day(at)} ${beijing(at).slice(11, 19)}`;
}

/** Year, month (1–12), day, weekday (0 = Sunday), hour and minute in Beijing. */
export function parts(at: Moment) {
  const d = new Date(beijing(at));
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    weekday: d.getUTCDay(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
  };
}

/** Whole minutes from `at` to `now` when that is less than an hour, else undefined: relative times reach no further. */
export function minutesSince(at: Moment, now: Moment = Date.now()): number | undefined {
  const minutes = Math.floor((new Date(now).getTime() - new Date(at).getTime()) / 60_000);
  return minutes < 60 ? Math.max(0, minutes) : undefined;
}

/** The next Beijing midnight after `at`, when WeChat's daily counts begin anew. */
export function nextMidnight(at: Moment = Date.now()): Date {
  return new Date(new Date(`${day(at)}T00:00:00Z`).getTime() + 24 * 60 * 60 * 1000 - eightHours);
}

/** The Beijing midnight at which a day begins, given as 2026-11-22. */
export function midnight(day: string): Date {
  return new Date(new Date(`${day}T00:00:00Z`).getTime() - eightHours);
}

/** The Beijing midnight at which the last `n` days begin, today among them. */
export function lastDays(n: number, now: Moment = Date.now()): Date {
  return new Date(midnight(day(now)).getTime() - (n - 1) * 24 * 60 * 60 * 1000);
}
