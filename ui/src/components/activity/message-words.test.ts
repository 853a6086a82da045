import { expect, test } from 'vitest';
import type { Message } from '@/api/client';
import { loadTexts } from '@/locales/texts';
import { reasonWords } from './message-words';

const texts = await loadTexts('zh-CN', 'activity', 'errors');
const refused = (errcode: number): Message['problem'] => ({
  kind: 'refused',
  code: `wechat.${errcode}`,
  detail: '',
  wechat: { errcode, errmsg: '' },
});

test('every reason of the server has words and a cure of its own', () => {
  const reasons = 'window_closed allowance late refused gone no_permission unfollowed quota timeout crash'.split(' ');
  const words = reasons.map((reason) => reasonWords(texts, { state: 'unsent', reason, problem: null }));
  expect(new Set(words.map((w) => w?.title)).size).toBe(reasons.length);
  expect(words.every((w) => w?.cure)).toBe(true);
});

test('what WeChat refused is told in the words of its code', () => {
  const outcome = { state: 'unsent', reason: 'refused', problem: refused(70000) } as const;
  expect(reasonWords(texts, outcome)?.title).toBe('微信没有送达');
});

test('a reason nobody has words for is still told', () => {
  expect(reasonWords(texts, { state: 'unsent', reason: 'moon', problem: null })?.title).toBe('没有发出');
});

test('a message that went out needs no reason, but its fallback text has one', () => {
  expect(reasonWords(texts, { state: 'sent', problem: null })).toBeUndefined();
  const fallback = { kind: 'invalid', code: 'message.fallback', detail: '', params: { reason: 'gone' } } as const;
  expect(reasonWords(texts, { state: 'sent', problem: fallback })?.cure).toContain('换一篇');
});
