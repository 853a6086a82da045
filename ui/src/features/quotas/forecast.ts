import type { Quota } from '@/api/client';
import { nextMidnight } from '@/lib/dates';

const dayLength = 24 * 60 * 60 * 1000;

export type Forecast =
  /** The day is too young, or nothing was called. */
  | { kind: 'unknown' }
  | { kind: 'enough'; calls: number }
  /** At this pace the limit is reached at that time. */
  | { kind: 'over'; calls: number; at: Date };

/** How many calls there will have been by midnight if the day goes on as it began. */
export function forecast(quota: Quota, now: Date): Forecast {
  const end = nextMidnight(now).getTime();
  const passed = dayLength - (end - now.getTime());
  if (quota.used === 0 || passed < dayLength / 12) return { kind: 'unknown' };
  const pace = quota.used / passed;
  const calls = Math.round(pace * dayLength);
  if (quota.limit <= 0 || calls <= quota.limit) return { kind: 'enough', calls };
  const left = Math.max(0, quota.limit - quota.used);
  return { kind: 'over', calls, at: new Date(now.getTime() + left / pace) };
}
