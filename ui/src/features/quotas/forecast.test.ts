import { expect, test } from 'vitest';
import type { Quota } from '@/api/client';
import { forecast } from './forecast';

const quota = (used: number, limit: number): Quota => ({
  path: '/cgi-bin/draft/batchget',
  day: '2026-11-22',
  limit,
  limit_known: true,
  used,
  left: Math.max(0, limit - used),
  by_people: used,
  by_jobs: 0,
  others: 0,
  checked_at: null,
  blocked_until: null,
  resets_at: '2026-11-22T16:00:00Z',
});
const noon = new Date('2026-11-22T04:00:00Z');

test('half a day with 300 calls makes 600 by midnight', () => {
  expect(forecast(quota(300, 1000), noon)).toEqual({ kind: 'enough', calls: 600 });
});

test('what will not suffice says when it is used up', () => {
  expect(forecast(quota(800, 1000), noon)).toEqual({ kind: 'over', calls: 1600, at: new Date('2026-11-22T07:00:00Z') });
});

test('a young day, or one without calls, tells nothing', () => {
  expect(forecast(quota(50, 1000), new Date('2026-11-21T17:00:00Z'))).toEqual({ kind: 'unknown' });
  expect(forecast(quota(0, 1000), noon)).toEqual({ kind: 'unknown' });
});

test('an unknown limit is never exceeded', () => {
  expect(forecast(quota(5000, 0), noon)).toEqual({ kind: 'enough', calls: 10_000 });
});
