import { expect, test } from 'vitest';
import type { Material } from '@/api/client';
import type { Usage } from './queries';
import { choose, refusal } from './verdict';

const table: Usage[] = [
  { use: 'mass_send', sources: ['draft', 'history'], several: true, interface: 'mass_send' },
  { use: 'journey', sources: ['published', 'history'], several: false, interface: 'passive_reply' },
  { use: 'conversation', sources: ['published', 'history'], several: false, interface: 'passive_reply' },
  { use: 'qrcode', sources: ['published', 'history'], several: false, interface: 'passive_reply' },
  { use: 'menu', sources: ['published', 'history'], several: true, interface: 'customer_service' },
];

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

test('five uses take three sources of one or several articles as the table says', () => {
  const cells = table.flatMap((usage) =>
    (['draft', 'history', 'published'] as const).flatMap((source) =>
      [1, 3].map((n) => `${usage.use} ${source} ${n}: ${refusal(usage, material(source, n)) ?? 'yes'}`),
    ),
  );
  expect(cells).toEqual([
    'mass_send draft 1: yes',
    'mass_send draft 3: yes',
    'mass_send history 1: yes',
    'mass_send history 3: yes',
    'mass_send published 1: source',
    'mass_send published 3: source',
    ...['journey', 'conversation', 'qrcode'].flatMap((use) => [
      `${use} draft 1: source`,
      `${use} draft 3: source`,
      `${use} history 1: yes`,
      `${use} history 3: several`,
      `${use} published 1: yes`,
      `${use} published 3: several`,
    ]),
    'menu draft 1: source',
    'menu draft 3: source',
    'menu history 1: yes',
    'menu history 3: yes',
    'menu published 1: yes',
    'menu published 3: yes',
  ]);
});

test('what is gone, or wholly taken down, cannot be chosen', () => {
  const menu = table[4] as Usage;
  expect(refusal(menu, material('history', 1, { gone: true }))).toBe('gone');
  const down = material('published', 2);
  down.articles.forEach((a) => {
    a.deleted = true;
  });
  expect(choose(menu, down)).toMatchObject({ selectable: false, reason: 'down' });
  (down.articles[1] as Material['articles'][number]).deleted = false;
  expect(choose(menu, down).selectable).toBe(true);
});
