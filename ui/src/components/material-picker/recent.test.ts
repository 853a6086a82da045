import { beforeEach, expect, test } from 'vitest';
import { recentChoices, rememberChoice } from './recent';

beforeEach(() => localStorage.clear());

test('the five chosen lately are kept by account, the newest first and each once', () => {
  for (const id of ['a', 'b', 'c', 'b', 'd', 'e', 'f']) rememberChoice('wx1', id);
  expect(recentChoices('wx1')).toEqual(['f', 'e', 'd', 'b', 'c']);
  expect(recentChoices('wx2')).toEqual([]);
});

test('a spoiled memory is none', () => {
  localStorage.setItem('tuwen.chosen.wx1', '{"a":');
  expect(recentChoices('wx1')).toEqual([]);
  localStorage.setItem('tuwen.chosen.wx1', '[1,"a",null]');
  expect(recentChoices('wx1')).toEqual(['a']);
});
