import { expect, test } from 'vitest';
import { filterDrafts } from './draft-filter';
import { material } from './testdata';

const tea = material({ media_id: 'tea', title: '今年的桂花乌龙', update_time: '2026-11-20T00:00:00Z' });
const lamp = material({
  media_id: 'lamp',
  title: '从一盏灯开始',
  note: '只发华东会员',
  update_time: '2026-11-22T00:00:00Z',
});
const menu = material({
  media_id: 'menu',
  title: '周末市集',
  digest: 'Live music',
  update_time: '2026-11-21T00:00:00Z',
  used_by: [{ kind: 'menu', id: '1', name: '新品', active: true }],
});
const ids = (drafts: { media_id: string }[]) => drafts.map((d) => d.media_id);

test('drafts stand by their update time at WeChat, newest first', () => {
  expect(ids(filterDrafts([tea, lamp, menu], {}))).toEqual(['lamp', 'menu', 'tea']);
});

test('one character is found in titles, digests and notes, whatever the case', () => {
  expect(ids(filterDrafts([tea, lamp, menu], { q: '灯' }))).toEqual(['lamp']);
  expect(ids(filterDrafts([tea, lamp, menu], { q: '华东' }))).toEqual(['lamp']);
  expect(ids(filterDrafts([tea, lamp, menu], { q: 'LIVE' }))).toEqual(['menu']);
  expect(ids(filterDrafts([tea, lamp, menu], { q: '华东 灯' }))).toEqual(['lamp']);
  expect(ids(filterDrafts([tea, lamp, menu], { q: '华东 茶' }))).toEqual([]);
});

test('titles of the other articles of a message are searched too', () => {
  const several = material({ media_id: 'several', article_count: 3 });
  expect(ids(filterDrafts([several], { q: '第 3 篇' }))).toEqual(['several']);
});

test('what the server found in a body is shown', () => {
  expect(ids(filterDrafts([tea, lamp, menu], { q: '九十度' }, ['menu']))).toEqual(['menu']);
});

test('notes and uses narrow the list together', () => {
  expect(ids(filterDrafts([tea, lamp, menu], { note: 'with' }))).toEqual(['lamp']);
  expect(ids(filterDrafts([tea, lamp, menu], { note: 'without', use: 'unused' }))).toEqual(['tea']);
  expect(ids(filterDrafts([tea, lamp, menu], { use: 'used' }))).toEqual(['menu']);
});
