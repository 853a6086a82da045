import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { appId, renderScreen, stubApi } from '@/components/test-screen';
import { SyncPlanDialog } from './SyncPlanDialog';
import { plan, run } from './testdata';

const runs = () => ({ items: [], next_cursor: '', total: 0 });

test('S8: a full sync tells its cost and what is left before it starts, and advises the cheaper ways', async () => {
  stubApi({ 'GET /syncs/plan': () => plan({ last_full: '2026-11-20T03:20:00Z' }) });
  renderScreen(<SyncPlanDialog appId={appId} open onClose={() => {}} />);
  await waitFor(() => expect(screen.getByText('1,234 条')).toBeVisible());
  expect(screen.getByText('63 次')).toBeVisible();
  expect(screen.getByText('900 次')).toBeVisible();
  expect(screen.getByText('每天 1,000 次，其中 200 次留给人工操作')).toBeVisible();
  expect(screen.getByText('上次全量 2026-11-20 11:20')).toBeVisible();
  expect(screen.getByText(/增量同步就够了；只想更新一条，用那一行的「同步此篇」/)).toBeVisible();
  expect(screen.getByRole('button', { name: '改用增量同步' })).toBeEnabled();
});

test('where the quota suffices nothing more is asked', async () => {
  const onClose = vi.fn();
  const calls = stubApi({
    'GET /syncs/plan': () => plan(),
    'POST /syncs': () => ({ status: 202, body: run() }),
    'GET /syncs': runs,
  });
  renderScreen(<SyncPlanDialog appId={appId} open onClose={onClose} />);
  await screen.findByText('63 次');
  expect(screen.queryByRole('checkbox')).toBeNull();
  // Without a finished run there is nothing an incremental one could start from.
  expect(screen.queryByRole('button', { name: '改用增量同步' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: '开始全量同步' }));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(calls.find((c) => c.method === 'POST')?.body).toEqual({ mode: 'full', accept_pause: false });
});

test('where it does not, the sync starts only with the word that it may pause', async () => {
  const calls = stubApi({
    'GET /syncs/plan': () => plan({ left: 230, suffices: false }),
    'POST /syncs': () => ({ status: 202, body: run() }),
    'GET /syncs': runs,
  });
  renderScreen(<SyncPlanDialog appId={appId} open onClose={() => {}} />);
  await waitFor(() => expect(screen.getByText(/还差 33 次。会先做到额度用完，暂停到 2026-11-23 00:00/)).toBeVisible());
  const start = screen.getByRole('button', { name: '开始全量同步' });
  expect(start).toBeDisabled();
  await userEvent.click(screen.getByRole('checkbox', { name: '可以中途暂停，额度恢复后接着做' }));
  await userEvent.click(start);
  await waitFor(() =>
    expect(calls.find((c) => c.method === 'POST')?.body).toEqual({ mode: 'full', accept_pause: true }),
  );
});

test('a run that somebody else has started is told in place', async () => {
  const onClose = vi.fn();
  stubApi({
    'GET /syncs/plan': () => plan(),
    'POST /syncs': () => ({
      status: 409,
      body: { title: 'conflict', status: 409, code: 'sync.running', detail: 'a sync is under way', related: run() },
    }),
    'GET /syncs': runs,
  });
  renderScreen(<SyncPlanDialog appId={appId} open onClose={onClose} />);
  await screen.findByText('63 次');
  await userEvent.click(screen.getByRole('button', { name: '开始全量同步' }));
  await waitFor(() => expect(screen.getByText('已经有一次同步在进行')).toBeVisible());
  expect(onClose).not.toHaveBeenCalled();
});
