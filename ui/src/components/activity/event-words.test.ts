import { expect, test } from 'vitest';
import type { Texts } from '@/locales/texts';
import { activity } from '@/locales/zh-CN/activity';
import { eventDetail, eventSentence } from './event-words';

const texts = { activity } as Texts<'activity'>;

test('a scan names its code, and its scene where no code here has it', () => {
  const scan = { kind: 'scan', type: 'SCAN', text: '7' } as const;
  expect(eventDetail(texts, scan)).toBe('二维码 7');
  const named = { ...scan, qrcode: { id: 'c1', name: '南门店立牌' } };
  expect(eventDetail(texts, named)).toBe('「南门店立牌」');
  expect(eventSentence(texts, { ...named, kind: 'follow', type: 'subscribe' })).toBe('关注 二维码「南门店立牌」');
});

test('a tap names its button, and its key where no button of ours answered', () => {
  const tap = { kind: 'tap', type: 'CLICK', text: 'tuwen:x1' } as const;
  expect(eventDetail(texts, tap)).toBe('按钮 tuwen:x1');
  const by = (kind: string) => ({ kind, id: 'x1', name: '地址与时间', active: false });
  expect(eventDetail(texts, { ...tap, answered_by: by('menu') })).toBe('「地址与时间」');
  expect(eventDetail(texts, { ...tap, answered_by: by('reply_rule') })).toBe('按钮 tuwen:x1');
});

test('what is acted on by nothing is told by its type, where that has words', () => {
  const view = { kind: 'other', type: 'VIEW', text: 'https://example.com/' } as const;
  expect(eventSentence(texts, view)).toBe('打开网页 https://example.com/');
  expect(eventSentence(texts, { kind: 'other', type: 'MASSSENDJOBFINISH', text: '' })).toBe('群发完成');
  expect(eventSentence(texts, { kind: 'other', type: 'newthing', text: 'x' })).toBe('其他事件 newthing x');
});
