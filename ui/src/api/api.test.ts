import { expect, test, vi } from 'vitest';
import { answer, api } from './client';
import { ApiError } from './errors';
import { atLeast } from './session';

function stub(status: number, body: string, headers: Record<string, string> = {}) {
  const type = { 'content-type': 'application/problem+json' };
  vi.stubGlobal('fetch', async () => new Response(body, { status, headers: { ...type, ...headers } }));
}

async function failure() {
  try {
    await answer(api.GET('/api/v1/session'));
  } catch (error) {
    if (error instanceof ApiError) return error.failure;
    throw error;
  }
  throw new Error('it did not fail');
}

test('a refusal by WeChat keeps errcode, words and rid', async () => {
  const wechat = { errcode: 40164, errmsg: 'invalid ip 203.0.113.7', rid: '6a1b' };
  const params = { ip: '203.0.113.7' };
  stub(502, JSON.stringify({ status: 502, title: 'x', code: 'wechat.40164', detail: 'refused', params, wechat }));
  expect(await failure()).toEqual({ status: 502, code: 'wechat.40164', detail: 'refused', params, wechat });
});

test('what is wrong with a field is known by the name of the field', async () => {
  const errors = [
    { location: 'body.email', message: 'no address' },
    { location: 'query.x', message: 'other' },
  ];
  stub(422, JSON.stringify({ code: 'invalid', detail: 'bad', errors }));
  expect((await failure()).fields).toEqual([{ field: 'email', message: 'no address' }]);
  stub(422, JSON.stringify({ code: 'account.name', detail: 'bad name', params: { field: 'name' } }));
  expect((await failure()).fields).toEqual([{ field: 'name', message: 'bad name' }]);
});

test('a throttled call says after how many seconds to come back', async () => {
  stub(429, JSON.stringify({ code: 'login.locked', detail: 'wait' }), { 'retry-after': '540' });
  expect(await failure()).toMatchObject({ status: 429, code: 'login.locked', retryAfter: 540 });
});

test("a proxy's HTML page is a failure by its status, not a broken page of ours", async () => {
  stub(503, '<html>Service Unavailable</html>', { 'content-type': 'text/html' });
  expect(await failure()).toMatchObject({ status: 503, code: 'unavailable' });
});

test('no connection is a failure with status 0', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  expect(await failure()).toMatchObject({ status: 0, code: 'network' });
});

test('an aborted call stays an abort, which is no failure to show', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new DOMException('aborted', 'AbortError')));
  await expect(answer(api.GET('/api/v1/session'))).rejects.toMatchObject({ name: 'AbortError' });
});

test('a role includes what lesser roles may do, and nothing more', () => {
  expect([atLeast('admin', 'viewer'), atLeast('operator', 'operator'), atLeast('viewer', 'operator')]).toEqual([
    true,
    true,
    false,
  ]);
});
