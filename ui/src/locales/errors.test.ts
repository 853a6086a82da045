import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadTexts, parts } from './texts';

/** Codes that only a script or the command line meets: nothing on the screens can bring them about. */
const unseen = new Set([
  'access_token.scripts_only',
  'account.encryption',
  'account.kind',
  'article.none',
  'backup.exists',
  'backup.postgres',
  'connect.in_transaction',
  'language.unknown',
  'message.done',
  'move.not_empty',
  'operator.role',
  'picture.none',
  'published.offset',
  'request.address',
  'request.canceled',
  'request.often',
  'route.none',
  'session.script',
  'source.unknown',
  'store.locked',
  'store.url',
  'sync.mode',
  'use.unknown',
]);

/** It has words of its own, with the time when one may try again: texts.failure.throttled. */
const throttled = 'login.locked';

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.go') && !entry.name.endsWith('_test.go') ? [path] : [];
  });
}

/** The codes of the failures that the server makes, where they are written out. */
function madeCodes(): string[] {
  const made = /(?:\b(?:Errorf|webhookError)\([\w.]+,|\bwrong\([^,]+,|\bCode:)\s*"([a-z_]+\.[a-z_]+)"/g;
  const all = sources(join(import.meta.dirname, '../../../internal')).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(made)].map((found) => found[1] ?? ''),
  );
  return [...new Set(all)].sort();
}

for (const language of ['zh-CN', 'en'] as const) {
  test(`every failure that an operator can meet has words in ${language}`, async () => {
    const { errors } = await loadTexts(language, ...parts);
    const codes = madeCodes();
    expect(codes.length).toBeGreaterThan(150);
    const known = new Set([...Object.keys(errors?.codes ?? {}), ...unseen, throttled]);
    expect(codes.filter((code) => !known.has(code))).toEqual([]);
  });
}

test('what is said to be unseen is made, and has no words', async () => {
  const { errors } = await loadTexts('zh-CN', ...parts);
  const codes = madeCodes();
  expect([...unseen].filter((code) => !codes.includes(code) || code in (errors?.codes ?? {}))).toEqual([]);
});
