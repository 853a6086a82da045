import { expect, test } from 'vitest';
import { addDays, addMonths, byDay, calendarAt, weeksOf } from './calendar';
import { readOpenIds } from './openids';
import type { MassSend } from './queries';
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
  expect(readMassSearch({ view: 'calendar', day: '2026-11-22', state: 'sent', cursor: 'c', page: 2 })).toEqual({
    view: 'calendar',
    day: '2026-11-22',
    state: 'sent',
  });
  for (const day of ['2027-02-29', '2026-1-1', 'x', 7]) {
    expect(readMassSearch({ view: 'calendar', day })).toEqual({ view: 'calendar' });
  }
  expect(readMassSearch({ day: '2026-11-22' })).toEqual({});
  expect(readMassSendSearch({ material: 'm', at: '2026-11-22T20:00' })).toEqual({
    material: 'm',
    at: '2026-11-22T20:00',
  });
  expect(readMassSendSearch({ at: 'tomorrow' })).toEqual({});
});

test('a month is whole weeks from Monday to Sunday, in winter and in a leap February', () => {
  const november = weeksOf('2026-11-22');
  expect(november.map((week) => week[0])).toEqual([
    '2026-10-26',
    '2026-11-02',
    '2026-11-09',
    '2026-11-16',
    '2026-11-23',
    '2026-11-30',
  ]);
  expect(november.at(-1)?.[6]).toBe('2026-12-06');
  expect(weeksOf('2027-02-01')).toHaveLength(4);
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
  expect(addMonths('2026-01-31', -2)).toBe('2025-11-30');
});

test('a send stands on the day of Beijing on which it goes out, a draft without a time on none', () => {
  const send = (id: string, of: Partial<MassSend>) => ({ id, approval: null, scheduled_at: null, ...of }) as MassSend;
  const late = send('late', { state: 'scheduled', scheduled_at: '2026-11-22T15:55:00Z' });
  const next = send('next', { state: 'sent', scheduled_at: '2026-11-22T15:55:00Z', sent_at: '2026-11-22T16:01:00Z' });
  const early = send('early', { state: 'canceled', scheduled_at: '2026-11-22T01:00:00Z' });
  const draft = send('draft', { state: 'draft' });
  const asked = send('asked', { state: 'draft', approval: { at: '2026-11-23T12:00:00Z' } as MassSend['approval'] });
  const planned = send('planned', { state: 'draft', scheduled_at: '2026-12-01T12:00:00Z' });
  expect([draft, asked, planned].map(calendarAt)).toEqual([undefined, '2026-11-23T12:00:00Z', '2026-12-01T12:00:00Z']);
  const days = byDay([asked, draft, next, late, early]);
  expect([...days].map(([day, of]) => [day, ...of.map(({ id }) => id)])).toEqual([
    ['2026-11-22', 'early', 'late'],
    ['2026-11-23', 'next', 'asked'],
  ]);
});
