import { expect, test } from 'vitest';
import { clock, dayAndClock, exact, lastDays, minutesSince, month, nextMidnight, parts } from './dates';
import { count, percent, shortCount } from './numbers';
import { shortOpenId } from './openid';
import { linear, monotonePath, niceTicks } from './scale';
import { characters, cut, pieces } from './text-measure';

test('times are those of a clock in Beijing, whatever the time zone of the machine', () => {
  const at = '2026-11-22T16:30:05Z';
  expect([month(at), dayAndClock(at), clock(at), exact(at)]).toEqual([
    '2026-11',
    '2026-11-23 00:30',
    '00:30',
    '2026-11-23 00:30:05',
  ]);
  expect(parts(at)).toEqual({ year: 2026, month: 11, day: 23, weekday: 1, hour: 0, minute: 30 });
});

test('the counts begin anew at the next midnight in Beijing', () => {
  expect(nextMidnight('2026-11-22T15:59:59Z').toISOString()).toBe('2026-11-22T16:00:00.000Z');
  expect(nextMidnight('2026-11-22T16:00:00Z').toISOString()).toBe('2026-11-23T16:00:00.000Z');
});

test('a time is relative within the hour only, and never in the future', () => {
  const now = '2026-11-22T12:00:00Z';
  expect(minutesSince('2026-11-22T11:59:30Z', now)).toBe(0);
  expect(minutesSince('2026-11-22T11:01:00Z', now)).toBe(59);
  expect(minutesSince('2026-11-22T11:00:00Z', now)).toBeUndefined();
  expect(minutesSince('2026-11-22T12:00:10Z', now)).toBe(0);
});

test('counts are grouped, and short only above 100,000', () => {
  expect([count(12893), shortCount(99_999), shortCount(128_930), shortCount(1_500_000)]).toEqual([
    '12,893',
    '99,999',
    '12.9 万',
    '150 万',
  ]);
  expect([shortCount(128_930, true), shortCount(2_400_000, true)]).toEqual(['129K', '2.4M']);
});

test('a percentage never rounds something to nothing nor a part to the whole', () => {
  expect([0, 0.001, 0.714, 0.999, 1].map(percent)).toEqual(['0%', '1%', '71%', '99%', '100%']);
});

test('characters are counted as the server counts them, and cut between them', () => {
  expect([characters('说明😀'), cut('说😀明', 2), cut('短', 5)]).toEqual([3, '说😀', '短']);
});

test('the words of a search are found, the longest first, without regular expressions', () => {
  const found = (text: string, search: string) =>
    pieces(text, search)
      .filter((piece) => piece.match)
      .map((piece) => piece.text);
  expect(found('桂花乌龙与桂花糕', '桂花 桂花糕')).toEqual(['桂花', '桂花糕']);
  expect(found('a.c abc', 'a.c')).toEqual(['a.c']);
  expect(pieces('没有', '茶')).toEqual([{ text: '没有', match: false, at: 0 }]);
  expect(pieces('空', '  ')).toEqual([{ text: '空', match: false, at: 0 }]);
});

test('ticks are round, begin at zero and reach the largest value', () => {
  expect(niceTicks(574)).toEqual([0, 200, 400, 600]);
  expect(niceTicks(3)).toEqual([0, 1, 2, 3]);
  expect(niceTicks(0)).toEqual([0, 1]);
});

test('a scale maps ends to ends, and one value alone to the start', () => {
  const y = linear([0, 100], [200, 0]);
  expect([y(0), y(50), y(100)]).toEqual([200, 100, 0]);
  expect(linear([5, 5], [10, 90])(5)).toBe(10);
});

test('the curve does not swing beyond two equal neighbors', () => {
  const numbers = monotonePath([
    [0, 10],
    [10, 10],
    [20, 0],
    [30, 0],
  ])
    .match(/-?[\d.]+/g)
    ?.map(Number);
  const ys = numbers?.filter((_, i) => i % 2 === 1) ?? [];
  expect([Math.min(...ys), Math.max(...ys)]).toEqual([0, 10]);
  expect(monotonePath([])).toBe('');
});

test('the last days begin at a midnight in Beijing, today among them', () => {
  const now = '2026-11-22T16:30:00Z';
  expect(lastDays(1, now).toISOString()).toBe('2026-11-22T16:00:00.000Z');
  expect(lastDays(30, now).toISOString()).toBe('2026-10-24T16:00:00.000Z');
});

test('an openid is shortened where it is long', () => {
  expect(shortOpenId('oE0xqOvQgAyOy_YX9xtj8R7nSUxw')).toBe('oE0xqO…nSUxw');
  expect(shortOpenId('oA')).toBe('oA');
});
