import { screens } from './screens';
import { expect, serviceAccount, test } from './test';

for (const screen of screens) {
  test(`${screen.name} keeps the content security policy`, async ({ page }) => {
    const { app_id } = await serviceAccount();
    const broken: string[] = [];
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) broken.push(message.text());
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    const response = await page.goto(screen.path(app_id));
    expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
    await screen.ready(page);
    await screen.open?.(page);
    expect(broken).toEqual([]);
  });
}

test('the nonce of a page is never that of another', async ({ request }) => {
  const nonces = await Promise.all([request.get('/'), request.get('/')]);
  const [a, b] = await Promise.all(nonces.map(async (r) => /csp-nonce" content="([^"]+)"/.exec(await r.text())?.[1]));
  expect(a).toBeTruthy();
  expect(a).not.toBe(b);
  expect(a).not.toContain('__');
});
