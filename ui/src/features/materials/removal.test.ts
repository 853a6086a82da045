import { expect, test } from 'vitest';
import { ApiError } from '@/api/errors';
import { removeEach } from './removal';
import { material } from './testdata';

const inUse = (related?: unknown) =>
  new ApiError({ status: 409, code: 'material.in_use', detail: 'in use', ...(related !== undefined && { related }) });

test('each is sorted by what came of it, and one failure stops none of the others', async () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((media_id) => material({ media_id }));
  const menu = { kind: 'menu', id: '1', name: '新品', active: true };
  const answers: Record<string, unknown> = {
    b: inUse([menu]),
    c: new ApiError({ status: 503, code: 'unavailable', detail: '' }),
    d: new ApiError({ status: 404, code: 'not_found', detail: '' }),
  };
  const outcome = await removeEach([a, b, c, d] as never[], async (id) => {
    if (answers[id]) throw answers[id];
  });
  expect(outcome).toEqual({
    removed: [a, d],
    refused: [{ material: b, usedBy: [menu] }],
    failed: [{ material: c, error: answers.c }],
  });
});

test('a refusal that names nothing falls back on the uses the list knew', async () => {
  const used = material({ used_by: [{ kind: 'journey', id: '2', name: '欢迎', active: true }] });
  const { refused } = await removeEach([used], async () => {
    throw inUse();
  });
  expect(refused).toEqual([{ material: used, usedBy: used.used_by }]);
});

test('many are removed with four calls under way at the most', async () => {
  let now = 0;
  let most = 0;
  const all = Array.from({ length: 30 }, (_, i) => material({ media_id: `m${i}` }));
  const { removed } = await removeEach(all, async () => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
  });
  expect(removed).toHaveLength(30);
  expect(most).toBeLessThanOrEqual(4);
});
