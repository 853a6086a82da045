import { expect, test } from 'vitest';
import { failureWords } from './failure-words';
import { zhCN } from './texts';

const words = (failure: Parameters<typeof failureWords>[1]) =>
  failureWords(zhCN, failure, Date.parse('2026-11-22T12:00:00Z'));

test('40164 names the address that is to be added', () => {
  const told = words({ code: 'wechat.40164', params: { ip: '203.0.113.7' } });
  expect(told.title).toBe('服务器地址不在白名单里');
  expect(told.cure).toContain('203.0.113.7');
});

test('a time among the parameters is told in Beijing time', () => {
  expect(words({ code: 'quota.blocked', params: { resume_at: '2026-11-22T16:05:00Z' } }).cure).toContain(
    '2026-11-23 00:05',
  );
});

test('a lock-out says until when', () => {
  expect(words({ code: 'login.locked', status: 429, retryAfter: 540 })).toEqual({
    title: '试得太多，先歇一会儿',
    cure: '20:09 之后（约 9 分钟）可以再试。',
  });
});

test('a code without words falls back on the errcode, then on the kind, then on the status', () => {
  expect(words({ code: 'sync.failed', wechat: { errcode: 48001 } }).title).toBe('这个公众号没有此接口权限');
  expect(words({ code: 'brand.new', kind: 'conflict' }).title).toBe('现在还不能这样做');
  expect(words({ code: 'brand.new', status: 404 }).title).toBe('没有找到');
  expect(words({ code: 'network', status: 0 }).title).toBe('连不上服务器');
  expect(words({ code: 'brand.new' }).title).toBe('服务器出错了');
});
