import { screens } from './screens';
import { expect, look, serviceAccount, test } from './test';

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 1180, height: 800 },
]) {
  test.describe(`${width}×${height}`, () => {
    test.use({ viewport: { width, height } });
    for (const screen of screens) {
      test(`${screen.name} fits`, async ({ page }) => {
        const { app_id } = await serviceAccount();
        await page.goto(screen.path(app_id));
        await screen.ready(page);
        await screen.open?.(page);
        await look(page, `${screen.name}-${width}`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, 'the page scrolls sideways').toBeLessThanOrEqual(0);
      });
    }
    test('sign-in fits', async ({ browser, baseURL }) => {
      const page = await browser.newPage({ baseURL: baseURL ?? '', viewport: { width, height }, locale: 'zh-CN' });
      await page.goto('/sign-in');
      await expect(page.getByRole('button', { name: '登录' })).toBeVisible();
      await look(page, `sign-in-${width}`);
      await page.close();
    });
  });
}
