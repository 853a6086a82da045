import { expect, test } from 'vitest';
import { articlesOf, firstOfMaterial, withArticles } from './articles';
import type { Reply } from './queries';

const text: Reply = { kind: 'text', text: '你好' };
const of = (media_id: string, article?: number): Reply => ({
  kind: 'material',
  media_id,
  ...(article !== undefined && { article }),
});

test('ticked articles follow what is sent of their material already', () => {
  const replies = [text, { ...of('M', 2), fallback: '稍后', problem: 'gone' as const }, of('N')];
  expect(withArticles(replies, 'M', [2, 3, 0])).toEqual([
    { reply: text, from: 0 },
    { reply: replies[1], from: 1 },
    { reply: { ...of('M', 0), fallback: '稍后' }, from: -1 },
    { reply: { ...of('M', 3), fallback: '稍后' }, from: -1 },
    { reply: of('N'), from: 2 },
  ]);
});

test('an article that is no longer ticked is no longer sent, and the first card of its material stays', () => {
  const replies = [of('M', 3), text, of('M'), of('M', 1)];
  const placed = (...list: [Reply, number][]) => list.map(([reply, from]) => ({ reply, from }));
  expect(withArticles(replies, 'M', [3, 1])).toEqual(placed([of('M', 3), 0], [text, 1], [of('M', 1), 2]));
  expect(withArticles(replies, 'M', [0, 1])).toEqual(placed([of('M'), 0], [text, 1], [of('M', 1), 2]));
  expect(withArticles([text, of('M'), of('N')], 'M', [2])).toEqual(placed([text, 0], [of('M', 2), 1], [of('N'), 2]));
});

test('the first reply of a material speaks for all of it', () => {
  const replies = [text, of('M', 2), of('N'), of('M')];
  expect(replies.map((_, at) => firstOfMaterial(replies, at))).toEqual([false, true, true, false]);
  expect(articlesOf(replies, 'M')).toEqual([2, 0]);
});
