import type { Material } from '@/api/client';

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
