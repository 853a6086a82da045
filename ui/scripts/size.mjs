// Asserts the size budgets of the build: what a screen loads first, its own chunk, its CSS, and the whole.
// Sizes are gzip −9. A screen loads the entry, the shell's static imports, its own chunk and what that imports, and the
// texts of its feature and of errors, in the language in which they are larger.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
const kb = 1000;
const budget = { firstLoad: 350, shell: 235, own: 90, css: 12, all: 900, raw: 4000 };

const sizes = new Map();
const gzip = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / kb);
  return sizes.get(file);
};

/** The chunks that loading `key` brings with it, by their keys in the manifest. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}
const js = (keys) => [...new Set([...keys].map((key) => manifest[key].file))].filter((f) => f.endsWith('.js'));
const css = (keys) => [...new Set([...keys].flatMap((key) => manifest[key].css ?? []))];
/** The texts that a screen of the feature brings with it. */
const texts = (feature) => {
  const sizes = ['zh-CN', 'en'].map((language) => {
    const keys = ['errors', feature].map((part) => `src/locales/${language}/${part}.ts`);
    return keys.filter((key) => manifest[key]).reduce((total, key) => total + gzip(manifest[key].file), 0);
  });
  if (Math.min(...sizes) === 0) throw new Error(`the texts of ${feature} are not in the manifest`);
  return Math.max(...sizes);
};
const sum = (files) => files.reduce((total, file) => total + gzip(file), 0);

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shell = closure(entry);
const screens = (manifest[entry].dynamicImports ?? []).filter((key) => key.startsWith('src/features/'));

let failed = 0;
const check = (name, value, limit, unit = 'kB') => {
  const bad = value > limit;
  if (bad) failed++;
  console.log(`${bad ? 'over' : ' ok '}  ${name.padEnd(44)} ${value.toFixed(1).padStart(8)} / ${limit} ${unit}`);
};

check('shell without a screen', sum(js(shell)), budget.shell);
for (const key of screens) {
  const all = closure(key, new Set(shell));
  const own = new Set([...all].filter((k) => !shell.has(k)));
  const name = key.replace('src/features/', '').replace('.tsx', '');
  const words = texts(name.split('/')[0]);
  check(`${name}: first load`, sum(js(all)) + words, budget.firstLoad);
  check(`${name}: own chunks and texts`, sum(js(own)) + words, budget.own);
  check(`${name}: CSS`, sum(css(all)), budget.css);
}
const files = readdirSync(dist, { recursive: true }).filter((file) => statSync(join(dist, file)).isFile());
check('all JS and CSS', sum(files.filter((file) => /\.(js|css)$/.test(file))), budget.all);
check('embedded, raw', files.reduce((total, file) => total + statSync(join(dist, file)).size, 0) / kb, budget.raw);
if (screens.length === 0) {
  console.error('no screens in the manifest: the check would prove nothing');
  failed++;
}
process.exit(failed > 0 ? 1 : 0);
