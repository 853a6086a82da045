import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderScreen, stubApi } from '@/components/test-screen';
import { SyncBanner } from './SyncBanner';
import { run } from './testdata';

function show(change: Parameters<typeof run>[0], role?: 'viewer') {
  const on = { onRead: vi.fn(), onFull: vi.fn(), onDrafts: vi.fn() };
  renderScreen(<SyncBanner run={run(change)} {...on} />, role);
  return on;
}

test('a running full sync tells how far it is, how long still, what it spent and what is left', () => {
  show({ fetched: 400, total: 1234, eta_seconds: 42, calls: 20, quota_left: 900 });
  expect(screen.getByText('正在全量同步历史图文', { selector: 'b' })).toBeVisible();
  for (const fact of ['400 / 1,234 条', '还需约 45 秒', '已用 20 次调用', '今天还剩 900 次']) {
    expect(screen.getByText(fact)).toBeVisible();
  }
  expect(screen.getByRole('progressbar', { name: '同步进度' })).toHaveAttribute('aria-valuenow', '32');
});

test('an incremental sync draws no bar, since nobody knows how far it will go', () => {
  show({ mode: 'incremental', fetched: 20, eta_seconds: null, quota_left: null });
  expect(screen.getByText('已核对 20 条')).toBeVisible();
  expect(screen.queryByRole('progressbar')).toBeNull();
});

test('a pause says why and when it ends by itself', () => {
  show({ state: 'paused', paused_for: 'quota', resume_at: '2030-11-22T16:05:00Z' });
  expect(screen.getByText('今天的调用额度用完了，2030-11-23 00:05 自动接着做')).toBeVisible();
});

test('pausing and going on are one click, stopping asks first', async () => {
  const user = userEvent.setup();
  const calls = stubApi({
    'POST /syncs/run-1/pause': () => run({ state: 'paused', paused_for: 'operator' }),
    'POST /syncs/run-1/cancel': () => run({ state: 'canceled' }),
    'GET /syncs': () => ({ items: [], next_cursor: '', prev_cursor: '', total: 0 }),
  });
  show({});
  await user.click(screen.getByRole('button', { name: '暂停' }));
  await waitFor(() => expect(calls.map((c) => `${c.method} ${c.path}`)).toContain('POST /syncs/run-1/pause'));
  await waitFor(() => expect(screen.getByRole('button', { name: '停止' })).toBeEnabled());
  await user.click(screen.getByRole('button', { name: '停止' }));
  expect(calls.some((c) => c.path.endsWith('/cancel'))).toBe(false);
  const dialog = await screen.findByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: '停止同步' }));
  await waitFor(() => expect(calls.some((c) => c.path.endsWith('/cancel'))).toBe(true));
});

test('a viewer sees the run and cannot change it', () => {
  show({}, 'viewer');
  expect(screen.getByText('正在全量同步历史图文', { selector: 'b' })).toBeVisible();
  expect(screen.queryByRole('button')).toBeNull();
});

test('a finished run tells what it brought, and only that', async () => {
  const on = show({
    state: 'finished',
    added: 12,
    updated: 3,
    restored: 1,
    gone: 2,
    unchanged: 1216,
    finished_at: '2026-11-22T03:01:10Z',
  });
  for (const fact of ['新增 12', '有变化 3', '找回 1', '微信端已不在 2', '没有变化 1,216', '用时 1 分 10 秒']) {
    expect(screen.getByText(fact)).toBeVisible();
  }
  await userEvent.click(screen.getByRole('button', { name: '知道了' }));
  expect(on.onRead).toHaveBeenCalledOnce();
});

test('the advice of a run leads to what it advises', async () => {
  const on = show({ mode: 'incremental', state: 'finished', advice: 'count_differs', added: 0, unchanged: 20 });
  expect(screen.getByText(/建议做一次全量同步/, { selector: 'p' })).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: '做一次全量同步…' }));
  expect(on.onFull).toHaveBeenCalledOnce();
});

test('an empty history is no failure: it points to the drafts', async () => {
  const on = show({ state: 'finished', advice: 'empty', total: 0, fetched: 0, added: 0 });
  await userEvent.click(screen.getByRole('button', { name: '去看草稿箱' }));
  expect(on.onDrafts).toHaveBeenCalledOnce();
  expect(screen.queryByText('没有新内容，本地已是最新')).toBeNull();
});

test('a failure says what happened and what to do, and goes on where it broke off', async () => {
  const calls = stubApi({
    'POST /syncs/run-1/resume': () => run({ state: 'running' }),
    'GET /syncs': () => ({ items: [], next_cursor: '', prev_cursor: '', total: 0 }),
  });
  show({
    state: 'failed',
    error: { kind: 'refused', code: 'wechat.40164', detail: 'invalid ip', params: { ip: '203.0.113.7' } },
  });
  expect(screen.getByText('同步失败，服务器地址不在白名单里', { selector: 'b' })).toBeVisible();
  expect(screen.getByText(/203\.0\.113\.7/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: '从中断处接着做' }));
  await waitFor(() => expect(calls[0]?.path).toBe('/syncs/run-1/resume'));
});
