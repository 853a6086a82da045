import { screens } from './screens';
import { expect, serviceAccount, test, violations } from './test';

for (const screen of screens) {
  test(`axe finds nothing on ${screen.name}`, async ({ page }) => {
    const { app_id } = await serviceAccount();
    await page.goto(screen.path(app_id));
    await screen.ready(page);
    await screen.open?.(page);
    expect(await violations(page)).toEqual([]);
  });
}

test.describe('before the sign-in', () => {
  test.use({ signedIn: false });
  test('axe finds nothing on sign-in', async ({ page }) => {
    await page.goto('/sign-in');
    await expect(page.getByRole('button', { name: '登录' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
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
