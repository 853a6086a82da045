import { expect, test } from 'vitest';
import type { Account, Check } from '@/api/client';
import { changed } from './account-fields';
import { newAESKey, newMessageToken } from './push-secrets';
import { judge } from './WhitelistStep';

const account: Account = {
  app_id: 'wx2f4e8a1c9d3b7e60',
  name: '青禾生活',
  kind: 'service',
  verified: true,
  encryption: 'safe',
  api_base_url: 'https://api.weixin.qq.com',
  has_app_secret: true,
  has_message_token: false,
  has_encoding_aes_key: false,
  callback_url: '',
  created_at: '',
  updated_at: '',
};

test('only what was changed is sent, and an empty secret means to keep it', () => {
  const fields = { ...account, name: ' 青禾 ', app_secret: '', external_token_url: '' };
  expect(changed(account, fields)).toEqual({ name: '青禾' });
  expect(changed(account, { ...account, app_secret: ' new ', verified: false })).toEqual({
    app_secret: 'new',
    verified: false,
  });
});

test('tokens and keys have the form WeChat wants and are never the same', () => {
  expect(newMessageToken()).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(newAESKey()).toMatch(/^[A-Za-z0-9]{43}$/);
  expect(newAESKey()).not.toBe(newAESKey());
});

const check = (name: string, state: Check['state'], problem?: Partial<Check['problem']>): Check =>
  ({ name, state, ...(problem ? { problem, params: problem.params } : {}) }) as Check;
const verdict = (...checks: Check[]) => judge({ app_id: 'wx', at: '', checks });

test('the whitelist step names the address WeChat saw', () => {
  const refused = check('whitelist', 'failed', { code: 'wechat.40164', params: { ip: '203.0.113.7' } });
  expect(verdict(check('base_url', 'ok'), check('token', 'unknown'), refused)).toEqual({
    kind: 'ip',
    ip: '203.0.113.7',
  });
});

test('another failure is told by what has a reason, not by what was not tried', () => {
  const token = check('token', 'failed', { code: 'account.no_secret' });
  expect(verdict(check('base_url', 'unknown'), token, check('whitelist', 'unknown'))).toEqual({
    kind: 'other',
    check: token,
  });
});

test('a token that was fetched means the whitelist is right', () => {
  expect(verdict(check('base_url', 'ok'), check('token', 'ok'), check('whitelist', 'ok'))).toEqual({ kind: 'ok' });
});
