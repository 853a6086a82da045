import { expect, test } from 'vitest';
import type { Entry } from '@/api/client';
import { loadTexts } from '@/locales/texts';
import { changes, sentence } from './sentences';

const zhCN = await loadTexts('zh-CN', 'audit');
const en = await loadTexts('en', 'audit');

const entry = (change: Partial<Entry>): Entry => ({
  id: '1',
  at: '',
  actor: '林小满',
  action: 'note.write',
  ...change,
});

test('an entry reads as a sentence in both languages', () => {
  const wrote = entry({ name: '立冬' });
  expect([sentence(zhCN, wrote), sentence(en, wrote)]).toEqual([
    '林小满 写了说明：「立冬」',
    '林小满 wrote the note of “立冬”',
  ]);
});

test('an action without words is named as it is, not hidden', () => {
  expect(sentence(zhCN, entry({ action: 'some.deed' }))).toBe('林小满 执行了 some.deed');
});

test('before and after stand together, by field, with known words', () => {
  const details = { 'role.before': 'viewer', 'role.after': 'operator', mode: 'full' };
  expect(changes(entry({ details }), zhCN)).toEqual([
    { what: '角色', before: '只读', after: '运营' },
    { what: '方式', after: '全量' },
  ]);
});

test('a value has the words of its field, and a time is that of Beijing', () => {
  const details = { audience: 'all', mode: 'all', at: '2026-12-03T12:00:00Z' };
  expect(changes(entry({ details }), zhCN)).toEqual([
    { what: '发给谁', after: '全部粉丝' },
    { what: '方式', after: '全部回复' },
    { what: '发送时间', after: '2026-12-03 20:00' },
  ]);
  expect(changes(entry({ details: { at: 'now' } }), en)).toEqual([{ what: 'Goes out at', after: 'at once' }]);
});

test('free text keeps its own words even where they look like a value', () => {
  expect(changes(entry({ details: { before: '', after: 'full' } }), zhCN)).toEqual([
    { what: '', before: '', after: 'full' },
  ]);
  const rule = {
    'keywords.before': 'all',
    'keywords.after': 'all follow',
    'mode.before': 'all',
    'mode.after': 'random',
  };
  expect(changes(entry({ details: rule }), zhCN)).toEqual([
    { what: '关键词', before: 'all', after: 'all follow' },
    { what: '方式', before: '全部回复', after: '随机一条' },
  ]);
});
