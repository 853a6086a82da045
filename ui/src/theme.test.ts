import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fontFamily, palette } from './theme';

const tokens = readFileSync('src/tokens.css', 'utf8');
const variable = (name: string) => new RegExp(`--${name}:\\s*([^;]+);`).exec(tokens)?.[1]?.replace(/\s+/g, ' ').trim();

function files(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

test('the colors antd gets are those of tokens.css', () => {
  const css = Object.fromEntries(Object.keys(palette).map((name) => [name, variable(name)]));
  expect(css).toEqual(palette);
});

test('the fonts antd gets are those of tokens.css', () => {
  expect(variable('font')).toBe(fontFamily);
});

test('no color is written outside tokens.css and theme.ts', () => {
  const wrong = files('src', /\.(css|tsx)$/)
    .filter((file) => !file.endsWith('tokens.css') && !file.includes('.test.'))
    .filter((file) =>
      /#[0-9a-f]{3,8}\b(?!["'][^>]*href)|rgba?\(/i.test(readFileSync(file, 'utf8').replace(/#(main|note)\b/g, '')),
    );
  expect(wrong).toEqual([]);
});

/** Contrast of two colors as WCAG defines it. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r, g, bl] = [1, 3, 5].map((i) => {
      const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (bl ?? 0);
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

test('text has a contrast of 4.5 on every ground it stands on', () => {
  const p = palette;
  const pairs: [string, string][] = [
    ...[p.surface, p.canvas, p['surface-2'], p['surface-3']].flatMap((ground): [string, string][] => [
      [p.ink, ground],
      [p['ink-2'], ground],
      [p['ink-3'], ground],
    ]),
    [p['brand-7'], p['brand-1']],
    [p.brand, p.surface],
    [p['amber-ink'], p['amber-1']],
    [p['red-ink'], p['red-1']],
    [p.surface, p.brand],
    [p.surface, p.red],
    [p.surface, p.dark],
  ];
  expect(pairs.filter(([ink, ground]) => contrast(ink, ground) < 4.5)).toEqual([]);
});
