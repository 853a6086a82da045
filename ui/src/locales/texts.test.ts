import { expect, test } from 'vitest';
import { loadTexts, parts } from './texts';

const zhCN = await loadTexts('zh-CN', ...parts);
const en = await loadTexts('en', ...parts);

type Leaf = [path: string, text: string | ((p: Record<string, unknown>) => unknown)];

function leaves(node: unknown, path = ''): Leaf[] {
  if (typeof node === 'string' || typeof node === 'function') return [[path, node as Leaf[1]]];
  return Object.entries(node as Record<string, unknown>).flatMap(([key, child]) =>
    leaves(child, path ? `${path}.${key}` : key),
  );
}

/** The words as written: of a function, its source, whose template holds them. */
function words(text: Leaf[1]): string {
  return typeof text === 'string' ? text : text.toString();
}

const spacing = /[\p{Script=Han}][A-Za-z0-9$]|[A-Za-z0-9}][\p{Script=Han}]/u;

test('both languages have exactly the same keys', () => {
  expect(leaves(en).map(([path]) => path)).toEqual(leaves(zhCN).map(([path]) => path));
});

test('both languages have a text or a function in the same places', () => {
  const kinds = (texts: unknown) => leaves(texts).map(([path, text]) => `${path} ${typeof text}`);
  expect(kinds(en)).toEqual(kinds(zhCN));
});

test('Chinese has full-width punctuation after a Chinese character', () => {
  const wrong = leaves(zhCN).filter(([, text]) => /[\p{Script=Han}」）][,:;?!]/u.test(words(text)));
  expect(wrong.map(([path]) => path)).toEqual([]);
});

test('Chinese has a space between Chinese characters and Latin letters or figures', () => {
  const wrong = leaves(zhCN).filter(([, text]) => typeof text === 'string' && spacing.test(text));
  expect(wrong.map(([path, text]) => `${path}: ${String(text)}`)).toEqual([]);
});

test('Chinese has no curly quotes, no 您 and no exclamation marks', () => {
  const wrong = leaves(zhCN).filter(([, text]) => /[“”‘’！您]/u.test(words(text)));
  expect(wrong.map(([path]) => path)).toEqual([]);
});

test('Chinese calls notes 说明, never 备注 or 批注; 备注名 is what WeChat calls the remark of a follower', () => {
  const wrong = leaves(zhCN).filter(([, text]) => /备注(?!名)|批注/u.test(words(text)));
  expect(wrong.map(([path]) => path)).toEqual([]);
});

test('English holds no Chinese but the name of the other language', () => {
  const wrong = leaves(en).filter(([, text]) => /\p{Script=Han}/u.test(words(text)) && text !== '中文');
  expect(wrong.map(([path]) => path)).toEqual([]);
});
