import { expect, test } from 'vitest';
import type { Contact, Moment } from '@/api/client';
import { loadTexts } from '@/locales/texts';
import { choicesFor, conditionsOf } from './conditions';
import { followWords } from './names';
import { conditions, contactFilter } from './queries';
import { isNarrowed, readContactSearch, refineContacts, unfiltered } from './search';
import { whoChanges } from './TagDialog';
import { byDay } from './Timeline';

const texts = await loadTexts('zh-CN', 'contacts');
const tags = [
  { id: 100, name: '门店会员', count: 3, system: false },
  { id: 101, name: '老客', count: 1, system: false },
];
const code = { scene: 'fair', name: '易拉宝', place: '市集' };
const now = Date.parse('2026-11-30T04:00:00Z');

test('an address reads as a sentence, and each condition knows the search without it', () => {
  const search = readContactSearch({ tags: [100, 101], followed: 30, source: 'ADD_SCENE_QR_CODE', code: 'fair' });
  const read = conditionsOf(search, { texts, tags, code });
  expect(read.map(({ kind, value }) => `${texts.contacts.filter[kind]} ${value}`)).toEqual([
    '有标签 门店会员',
    '有标签 老客',
    '关注于 最近 30 天',
    '来源 扫二维码',
    '扫码来自 易拉宝',
  ]);
  expect(read[0]?.without).toEqual({ tags: [101] });
});

test('what the address does not mean is left out', () => {
  const raw = { tags: ['x', -1, 100], followed: 31, from: '2026-13-40', until: '2026-11-30', state: 'maybe', page: 3 };
  expect(readContactSearch(raw)).toEqual({ tags: [100], until: '2026-11-30' });
});

test('another condition begins at the first page; clearing keeps the size and what is open', () => {
  const search = readContactSearch({ q: '静安', cursor: 'c', page: 2, size: 20, open: 'o1' });
  expect(refineContacts(search, { seen: 7 })).toEqual({ q: '静安', seen: 7, size: 20, open: 'o1' });
  expect(unfiltered(search)).toEqual({ size: 20, open: 'o1' });
  expect([isNarrowed(search), isNarrowed(unfiltered(search))]).toEqual([true, false]);
});

test('days are Beijing days, and the last of a range is included', () => {
  expect(conditions({ followed: 1 }, now)).toEqual({ followed_after: '2026-11-29T16:00:00.000Z' });
  expect(conditions({ from: '2026-11-01', until: '2026-11-30' }, now)).toEqual({
    followed_after: '2026-10-31T16:00:00.000Z',
    followed_before: '2026-11-30T16:00:00.000Z',
  });
  expect(contactFilter({ state: 'not' })).toEqual({ followed: 'false' });
});

test('a tag is not offered twice, and choosing another one takes its place', () => {
  const known = { texts, tags, codes: [code], today: '2026-11-30' };
  expect(choicesFor('tag', { tags: [100] }, known).map((c) => c.key)).toEqual(['101']);
  const instead = choicesFor('tag', { tags: [100] }, known, 100);
  expect(instead.map((c) => c.change)).toEqual([{ tags: [100] }, { tags: [101] }]);
});

test('a tag is new only to followers who do not have it', () => {
  const contact = (openid: string, followed: boolean, tag_ids: number[]) => ({ openid, followed, tag_ids }) as Contact;
  const all = [contact('a', true, []), contact('b', true, [100]), contact('c', false, [])];
  expect(whoChanges(all, 100, true)).toEqual(['a']);
  expect(whoChanges(all, 100, false)).toEqual(['b']);
});

test('the timeline breaks at Beijing midnight', () => {
  const moments: Moment[] = [{ at: '2026-11-29T16:00:00Z' }, { at: '2026-11-29T15:59:59Z' }];
  expect(byDay(moments).map((one) => one.day)).toEqual(['2026-11-30', '2026-11-29']);
});

test('who was only listed is not told to be no follower', () => {
  const words = (followed: boolean, detailed_at: string | null) => followWords(texts, { followed, detailed_at });
  expect(words(true, null)).toBe('资料还没读取');
  expect(words(true, '2026-11-22T06:00:00Z')).toBe('正在关注');
  expect(words(false, null)).toBe('没有关注');
});
