import { expect, test } from 'vitest';
import { callsShort, isTold, outcomesOf, roundedEta, runToShow, secondsTaken, shareDone } from './sync-model';
import { plan, run } from './testdata';

test('a full run knows how far it is, an incremental one does not', () => {
  expect(shareDone(run({ fetched: 617, total: 1234 }))).toBe(0.5);
  expect(shareDone(run({ fetched: 1300, total: 1234 }))).toBe(1);
  expect(shareDone(run({ total: 0 }))).toBeUndefined();
  expect(shareDone(run({ mode: 'incremental' }))).toBeUndefined();
});

test('what is short is counted above the reserve', () => {
  expect(callsShort(plan())).toBe(0);
  expect(callsShort(plan({ calls: 63, left: 230, reserve: 200, suffices: false }))).toBe(33);
  expect(callsShort(plan({ calls: 63, left: 100, reserve: 200, suffices: false }))).toBe(63);
});

test('a time to go is rounded the coarser the longer it is', () => {
  expect(roundedEta(1)).toEqual({ minutes: 0, seconds: 5 });
  expect(roundedEta(42)).toEqual({ minutes: 0, seconds: 45 });
  expect(roundedEta(123)).toEqual({ minutes: 2, seconds: 10 });
  expect(roundedEta(119)).toEqual({ minutes: 2, seconds: 0 });
  expect(roundedEta(1210)).toEqual({ minutes: 21, seconds: 0 });
});

test('only what happened is told of a run', () => {
  expect(outcomesOf(run({ added: 12, updated: 0, gone: 1, unchanged: 1221, restored: 0 }))).toEqual([
    { outcome: 'added', n: 12 },
    { outcome: 'gone', n: 1 },
    { outcome: 'unchanged', n: 1221 },
  ]);
});

test('the active run comes before a newer one that is over', () => {
  const active = run({ id: 'a', state: 'paused' });
  const over = run({ id: 'b', state: 'canceled' });
  expect(runToShow([over, active])?.id).toBe('a');
  expect(runToShow([over])?.id).toBe('b');
  expect(runToShow([])).toBeUndefined();
});

test('a result is told for a day, or until it has been read', () => {
  const over = run({ state: 'finished', finished_at: '2026-11-22T04:00:00Z' });
  const soon = Date.parse('2026-11-22T05:00:00Z');
  const late = Date.parse('2026-11-23T05:00:00Z');
  expect(isTold(over, undefined, soon)).toBe(true);
  expect(isTold(over, over.id, soon)).toBe(false);
  expect(isTold(over, undefined, late)).toBe(false);
  expect(isTold(run(), run().id, late)).toBe(true);
});

test('a run took the time between its start and its end', () => {
  expect(secondsTaken(run({ finished_at: '2026-11-22T03:01:10Z' }))).toBe(70);
  expect(secondsTaken(run())).toBeUndefined();
});

test('of a run of the followers most is asking for each of them', () => {
  expect(shareDone(run({ mode: 'followers', total: 1000, fetched: 1000, detailed: 0 }))).toBeCloseTo(0.1);
  expect(shareDone(run({ mode: 'followers', total: 1000, fetched: 1000, detailed: 500 }))).toBeCloseTo(0.55);
});
