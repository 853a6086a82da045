// Prints, as JSON in milliseconds, the medians of five first contentful
// paints: of a page without scripts, of the console with an empty cache and
// again, and the time until the list of materials shows its rows.
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../ui/package.json', import.meta.url))('@playwright/test');
const link = process.argv[2];
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
const paint = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        const seen = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
        if (seen()) return done(seen());
        new PerformanceObserver((_, o) => seen() && (o.disconnect(), done(seen()))).observe({ type: 'paint', buffered: true });
      }),
  );

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: flags.split(' ') });
const first = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } });
const page = await first.newPage();
await page.goto(link);
await page.waitForURL('**/overview');
const signedIn = await first.storageState();
const materials = page.url().replace('overview', 'materials');
await first.close();
await new Promise((done) => setTimeout(done, 8000)); // until the demo's first sync is over

const samples = { Floor: [], Cold: [], Warm: [], List: [] };
for (let i = 0; i < 5; i++) {
  const context = await browser.newContext({ storageState: signedIn, locale: 'zh-CN', viewport: { width: 1440, height: 900 } });
  const p = await context.newPage();
  await p.goto(new URL('/healthz', link).href);
  samples.Floor.push(await paint(p));
  const began = performance.now();
  await p.goto(materials, { waitUntil: 'commit' });
  await p.locator('table tbody tr, [role=row]').nth(3).waitFor();
  samples.List.push(performance.now() - began);
  samples.Cold.push(await paint(p));
  await p.goto(materials);
  samples.Warm.push(await paint(p));
  await context.close();
}
await browser.close();
console.log(JSON.stringify(Object.fromEntries(Object.entries(samples).map(([k, v]) => [k, median(v)]))));
