import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test as base, expect, type Page } from '@playwright/test';

/** The service account of the demo, with drafts, history and published articles. */
export const serviceAccount = () => accountOf('service');
/** The subscription account of the demo, opened after WeChat stopped adding history. */
export const subscriptionAccount = () => accountOf('subscription');

async function accountOf(kind: string): Promise<{ app_id: string; name: string }> {
  const { cookies } = JSON.parse(readFileSync(process.env.TUWEN_E2E_STATE ?? '', 'utf8'));
  const cookie = cookies.map((c: { name: string; value: string }) => `${c.name}=${c.value}`).join('; ');
  const response = await fetch(`${process.env.TUWEN_E2E_URL}/api/v1/accounts`, { headers: { cookie } });
  const { items } = await response.json();
  return items.find((account: { kind: string }) => account.kind === kind);
}

type Options = {
  /** Signed in as the demo's administrator, unless a test says otherwise. */
  signedIn: boolean;
};

/** The test of every spec: against the demo that the global set-up started, signed in. */
export const test = base.extend<Options>({
  signedIn: [true, { option: true }],
  baseURL: async ({ browserName: _ }, use) => use(process.env.TUWEN_E2E_URL),
  storageState: async ({ signedIn }, use) => use(signedIn ? process.env.TUWEN_E2E_STATE : undefined),
});

export { expect };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The violations of WCAG 2.2 A and AA that axe finds on the page as it is now, each with the elements it is about. */
export async function violations(page: Page): Promise<string[]> {
  // Through the debugging protocol, which the page's content security policy does not concern.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const runner = (globalThis as unknown as { axe: { run: (d: Document, o: object) => Promise<AxeResult> } }).axe;
    type AxeResult = { violations: { id: string; help: string; nodes: { html: string }[] }[] };
    const result = await runner.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return result.violations.map((v) => `${v.id} (${v.help}): ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`);
  });
}

/** Picks up what has the focus, by the keyboard, and waits until the page has measured where it can be moved to. */
export async function pickUp(page: Page, told: string | RegExp): Promise<void> {
  await page.keyboard.press('Space');
  await expect(page.getByText(told)).toBeAttached();
  // It measures after the first picture with the thing picked up; an arrow key before that moves nothing.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
  );
}

/** Takes a picture for a person to look at; nothing compares them, since fonts differ between machines. */
export async function look(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const folder = process.env.TUWEN_LOOK ?? 'test-results/look';
  await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' });
}
