import { expect, test } from 'vitest';
import type { Material } from '@/api/client';
import type { Usage } from './queries';
import { choose, refusal } from './verdict';

const menu: Usage = { use: 'menu', sources: ['published', 'history'], several: true, interface: 'customer_service' };

function material(source: Material['source'], count: number, change: Partial<Material> = {}): Material {
  return {
    media_id: 'm',
    source,
    title: '茶',
    digest: '',
    cover_url: '',
    article_count: count,
    articles: Array.from({ length: count }, (_, index) => ({
      index,
      title: '茶',
      author: '',
      digest: '',
      url: '',
      content_source_url: '',
      cover_url: '',
    })),
    note: '',
    create_time: '2021-11-02T02:00:00Z',
    update_time: '2021-11-02T02:00:00Z',
    fetched_at: '2021-11-02T02:00:00Z',
    gone: false,
    used_by: [],
    ...change,
  };
}

test('an item is shown as the server judged it for the use', () => {
  const judged = material('draft', 1, { refused_for: { menu: 'source', journey: 'source' } });
  expect(refusal(menu, judged)).toBe('source');
  expect(choose(menu, judged)).toMatchObject({ selectable: false, reason: 'source' });
  expect(choose(menu, material('history', 3, { refused_for: { journey: 'several' } })).selectable).toBe(true);
});
