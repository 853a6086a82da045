import { expect, test } from 'vitest';
import { readOpenIds } from './openids';
import { readMassSearch, readMassSendSearch } from './search';
import { instantOf, nextSlot, slotOf, slotProblem, times } from './slots';

const now = Date.parse('2026-11-22T12:01:00Z'); // 20:01 in Beijing

test('a time is offered in steps of five minutes, by the clock of Beijing', () => {
  expect(times.slice(0, 3)).toEqual(['00:00', '00:05', '00:10']);
  expect(times.at(-1)).toBe('23:55');
  expect(nextSlot(now)).toBe('2026-11-22T20:15');
  expect(instantOf('2026-11-23T00:05').toISOString()).toBe('2026-11-22T16:05:00.000Z');
  expect(slotOf('2026-11-22T16:05:00Z')).toBe('2026-11-23T00:05');
});

test('a time that is past, off the steps, none at all or too far ahead is told', () => {
  expect(slotProblem('2026-11-22T20:05', now)).toBeUndefined();
  expect(slotProblem('2026-11-22T20:00', now)).toBe('past');
  expect(slotProblem('2026-11-22T20:07', now)).toBe('step');
  expect(slotProblem('2026-99-22T20:05', now)).toBe('step');
  expect(slotProblem('2027-02-20T20:00', now)).toBeUndefined();
  expect(slotProblem('2027-02-20T20:05', now)).toBe('far');
});

test('a pasted list is read by lines, commas and spaces, each openid once', () => {
  expect(readOpenIds(' oA\noB，oC, oA;\r\n')).toEqual(['oA', 'oB', 'oC']);
  expect(readOpenIds(' \n')).toEqual([]);
});

test('the addresses hold state and page, material and time, and nothing else', () => {
  expect(readMassSearch({ state: 'sent', cursor: 'c', page: 2, x: 1 })).toEqual({
    state: 'sent',
    cursor: 'c',
    page: 2,
  });
  expect(readMassSearch({ state: 'gone', page: 2 })).toEqual({});
  expect(readMassSendSearch({ material: 'm', at: '2026-11-22T20:00' })).toEqual({
    material: 'm',
    at: '2026-11-22T20:00',
  });
  expect(readMassSendSearch({ at: 'tomorrow' })).toEqual({});
});
