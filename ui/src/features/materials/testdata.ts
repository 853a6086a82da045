import type { Material, SyncPlan, SyncRun } from '@/api/client';

/** A material for tests, by what matters to the test. */
export function material(change: Partial<Material> = {}): Material {
  const title = change.title ?? '今年的桂花乌龙，是山里朋友手工焙的';
  const count = change.article_count ?? 1;
  return {
    media_id: 'm1',
    source: 'history',
    title,
    digest: '水温不必太高，第三泡最香。',
    cover_url: '',
    article_count: count,
    articles: Array.from({ length: count }, (_, index) => ({
      index,
      title: index === 0 ? title : `第 ${index + 1} 篇`,
      author: '小满',
      digest: '',
      url: `https://mp.weixin.qq.com/s/${index}`,
      content_source_url: '',
      cover_url: '',
    })),
    note: '',
    create_time: '2021-11-02T02:00:00Z',
    update_time: '2021-11-03T06:20:00Z',
    fetched_at: '2026-11-22T03:20:00Z',
    gone: false,
    used_by: [],
    ...change,
  };
}

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
