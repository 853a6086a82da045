import { expect, test } from 'vitest';
import { isNarrowed, readSearch, refine } from './search';

test('an address is read into filters', () => {
  expect(
    readSearch({
      tab: 'history',
      q: ' 桂花 ',
      note: 'with',
      use: 'unused',
      month: '2021-11',
      size: 50,
      cursor: 'c',
      page: 3,
    }),
  ).toEqual({
    tab: 'history',
    q: '桂花',
    note: 'with',
    use: 'unused',
    month: '2021-11',
    size: 50,
    cursor: 'c',
    page: 3,
  });
});

test('what an address should not hold is left out', () => {
  expect(
    readSearch({
      tab: 'published',
      q: '   ',
      note: 'maybe',
      use: 1,
      month: '2021-13',
      size: 33,
      cursor: 'c',
      page: 1,
      article: 2,
      panel: 'x',
    }),
  ).toEqual({});
});

test('a search of digits stays text', () => {
  expect(readSearch({ q: 2024 })).toEqual({ q: '2024' });
});

test('an article is open only inside an item, and only the eight a message can have', () => {
  expect(readSearch({ open: 'm1', article: 7 })).toEqual({ open: 'm1', article: 7 });
  expect(readSearch({ open: 'm1', article: 8 })).toEqual({ open: 'm1' });
  expect(readSearch({ open: 'm1', article: 0 })).toEqual({ open: 'm1' });
});

test('another filter begins at the first page with nothing open', () => {
  const search = readSearch({ tab: 'history', q: '茶', cursor: 'c', page: 2, open: 'm1', article: 1, size: 100 });
  expect(refine(search, { note: 'with' })).toEqual({ tab: 'history', q: '茶', note: 'with', size: 100 });
  expect(refine(search, { q: undefined })).toEqual({ tab: 'history', size: 100 });
});

test('tab and size narrow nothing', () => {
  expect(isNarrowed({ tab: 'history', size: 100 })).toBe(false);
  expect(isNarrowed({ month: '2021-11' })).toBe(true);
});
