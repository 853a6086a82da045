import type { Page } from '@playwright/test';
import { screens } from './screens';
import { expect, look, serviceAccount, test, violations } from './test';

const sizes = [
  { width: 1440, height: 900 },
  { width: 1180, height: 800 },
];

// Opening a screen takes longer than checking it: one visit is for all checks, and each tells its own.
for (const screen of screens) {
  test(`${screen.name} keeps the security policy, is accessible and fits`, async ({ page }) => {
    const { app_id } = await serviceAccount();
    const broken = await policyViolations(page);
    const response = await page.goto(screen.path(app_id));
    expect.soft(response?.headers()['content-security-policy']).toContain("default-src 'none'");
    await screen.ready(page);
    await screen.open?.(page);
    expect.soft(broken, 'the page breaks its content security policy').toEqual([]);
    expect.soft(await violations(page), 'axe finds something').toEqual([]);
    for (const size of sizes) await fits(page, size, screen.name);
  });
}

test.describe('before the sign-in', () => {
  test.use({ signedIn: false });
  test('sign-in is accessible and fits', async ({ page }) => {
    await page.goto('/sign-in');
    await expect(page.getByRole('button', { name: '登录' })).toBeVisible();
    expect.soft(await violations(page), 'axe finds something').toEqual([]);
    for (const size of sizes) await fits(page, size, 'sign-in');
  });
});

test('axe finds nothing in English, and the language of the page says so', async ({ page }) => {
  const { app_id } = await serviceAccount();
  await page.addInitScript(() => localStorage.setItem('tuwen.language', 'en'));
  await page.goto(`/accounts/${app_id}/overview`);
  await expect(page.getByRole('link', { name: 'Materials' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(await violations(page)).toEqual([]);
});

test('the nonce of a page is never that of another', async ({ request }) => {
  const nonces = await Promise.all([request.get('/'), request.get('/')]);
  const [a, b] = await Promise.all(nonces.map(async (r) => /csp-nonce" content="([^"]+)"/.exec(await r.text())?.[1]));
  expect(a).toBeTruthy();
  expect(a).not.toBe(b);
  expect(a).not.toContain('__');
});

/** What breaks the page's content security policy from now on. */
async function policyViolations(page: Page): Promise<string[]> {
  const broken: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) broken.push(message.text());
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const at = `${event.sourceFile}:${event.lineNumber}:${event.columnNumber}`;
      const what =
        event.target instanceof Element ? event.target.outerHTML.slice(0, 300) : 'what has left the document';
      console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI} at ${at}: ${what}`);
    });
  });
  return broken;
}

/** Takes a picture in a window of that size, in which nothing scrolls sideways. */
async function fits(page: Page, size: { width: number; height: number }, name: string): Promise<void> {
  await page.setViewportSize(size);
  await look(page, `${name}-${size.width}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(overflow, `the page scrolls sideways at ${size.width}×${size.height}`).toBeLessThanOrEqual(0);
}
