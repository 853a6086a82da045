import type { SyncPlan, SyncRun } from '@/api/client';

/** A run for tests. */
export function run(change: Partial<SyncRun> = {}): SyncRun {
  return {
    id: 'run-1',
    app_id: 'wx2f4e8a1c9d3b7e60',
    mode: 'full',
    state: 'running',
    total: 1234,
    fetched: 400,
    added: 400,
    updated: 0,
    restored: 0,
    unchanged: 0,
    gone: 0,
    calls: 20,
    detailed: 0,
    sweep: 1,
    quota_left: 900,
    eta_seconds: 42,
    resume_at: null,
    accept_pause: false,
    started_by: '林小满',
    created_at: '2026-11-22T03:00:00Z',
    started_at: '2026-11-22T03:00:00Z',
    updated_at: '2026-11-22T03:00:10Z',
    finished_at: null,
    error: null,
    ...change,
  };
}

/** A plan for tests. */
export function plan(change: Partial<SyncPlan> = {}): SyncPlan {
  return {
    mode: 'full',
    items: 1234,
    calls: 63,
    limit: 1000,
    left: 900,
    reserve: 200,
    minutes: 1,
    suffices: true,
    resets_at: '2026-11-22T16:00:00Z',
    last_full: null,
    last_followers: null,
    last_incremental: null,
    ...change,
  };
}
