import type { Page } from '@playwright/test';
import { expect, first, setUp, test } from './served';
import { look, violations } from './test';

test.beforeEach(async ({ playwright, served }) => {
  const elsewhere = await playwright.request.newContext({ baseURL: served.origin });
  await setUp(elsewhere, served);
  await elsewhere.dispose();
});

async function tryPassword(page: Page, password: string): Promise<void> {
  await page.getByRole('textbox', { name: '邮箱' }).fill(first.email);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

test('signing in leads to where one wanted to go; a wrong password is told in words', async ({ page }) => {
  await page.goto('/settings/audit');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await tryPassword(page, '不是这个密码');
  await expect(page.getByRole('heading', { name: '邮箱或密码不对' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: '邮箱' })).toHaveValue(first.email);
  expect(await violations(page)).toEqual([]);
  await tryPassword(page, first.password);
  await expect(page.getByRole('heading', { level: 1, name: '审计' })).toBeVisible();
  await expect(page).toHaveURL(/\/settings\/audit$/);
});

test('caps lock is told while the password is typed', async ({ page }) => {
  await page.goto('/sign-in');
  const password = page.getByLabel('密码', { exact: true });
  await password.dispatchEvent('keydown', { key: 'A', modifierCapsLock: true });
  await expect(page.getByText('大写锁定已打开')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await password.dispatchEvent('keyup', { key: 'a', modifierCapsLock: false });
  await expect(page.getByText('大写锁定已打开')).toBeHidden();
});

test('the password can be looked at while it is typed', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('密码', { exact: true }).fill('看得见');
  await page.getByRole('button', { name: '显示密码' }).click();
  await expect(page.getByLabel('密码', { exact: true })).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: '隐藏密码' }).click();
  await expect(page.getByLabel('密码', { exact: true })).toHaveAttribute('type', 'password');
});

test('what is typed stays while the system changes its mind about motion, and the button keeps its name', async ({
  page,
}) => {
  await page.goto('/sign-in');
  for (const reducedMotion of ['no-preference', 'reduce', 'no-preference'] as const) {
    await page.getByLabel('密码', { exact: true }).fill(`按 ${reducedMotion} 来`);
    await page.emulateMedia({ reducedMotion });
    await expect(page.getByLabel('密码', { exact: true })).toHaveValue(`按 ${reducedMotion} 来`);
    await tryPassword(page, '不是这个密码');
    await expect(page.getByRole('heading', { name: '邮箱或密码不对' })).toBeVisible();
    await expect(page.getByRole('button', { name: '登录', exact: true })).toBeEnabled();
  }
});

test('after too many tries one is told until when to wait, also with the right password', async ({ page }) => {
  await page.clock.install();
  await page.goto('/sign-in');
  for (let i = 1; i <= 5; i++) {
    const answered = page.waitForResponse((r) => r.url().endsWith('/api/v1/session') && r.status() === 401);
    await tryPassword(page, `猜第 ${i} 次`);
    await answered;
  }
  await tryPassword(page, first.password);
  await expect(page.getByRole('heading', { name: '试得太多，先歇一会儿' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText(/\d\d:\d\d 之后（约 \d 分钟）可以再试/);
  const wait = page.getByRole('button', { name: /\d\d:\d\d 之后可以再试$/ });
  await expect(wait).toBeDisabled();
  expect(await violations(page)).toEqual([]);
  await look(page, 'sign-in-locked');
  await page.clock.fastForward('01:02');
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeEnabled();
});

test('signing out ends the session, and going back shows nothing', async ({ page }) => {
  await page.goto('/settings');
  await tryPassword(page, first.password);
  await expect(page.getByRole('heading', { level: 1, name: '通用' })).toBeVisible();
  await page.getByTitle('我的账户').click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible();
  expect((await page.request.get('/api/v1/session')).status()).toBe(401);
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible();
});

test('where signing out fails one is told to be still signed in', async ({ page }) => {
  await page.goto('/settings');
  await tryPassword(page, first.password);
  await expect(page.getByRole('heading', { level: 1, name: '通用' })).toBeVisible();
  await page.route('**/api/v1/session', (route) =>
    route.request().method() === 'DELETE' ? route.abort() : route.continue(),
  );
  await page.getByTitle('我的账户').click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(page.getByText('没能退出，你仍然登录着，再试一次')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: '通用' })).toBeVisible();
});

test('signing out everywhere ends the sessions of other browsers too', async ({ page, browser, served }) => {
  const other = await browser.newPage({ baseURL: served.origin, locale: 'zh-CN' });
  for (const one of [page, other]) {
    await one.goto('/settings');
    await tryPassword(one, first.password);
    await expect(one.getByRole('heading', { level: 1, name: '通用' })).toBeVisible();
  }
  await page.getByTitle('我的账户').click();
  await page.getByRole('menuitem', { name: '在所有设备上退出…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /退出/ }).last().click();
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible();
  await other.reload();
  await expect(other).toHaveURL(/\/sign-in/);
  await other.close();
});
