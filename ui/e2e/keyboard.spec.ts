import { expect, serviceAccount, test } from './test';

test.beforeEach(async ({ page }) => {
  const { app_id } = await serviceAccount();
  await page.goto(`/accounts/${app_id}/overview`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('Ctrl K goes anywhere by a few letters and Enter', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: '去哪里' })).toBeFocused();
  await page.keyboard.type('shenji');
  await expect(page.getByRole('option', { name: '审计' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '审计' })).toBeVisible();
});

test('Esc closes the command bar and the focus is back where it was', async ({ page }) => {
  const link = page.getByRole('link', { name: '接口额度', exact: true });
  await link.focus();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: '去哪里' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(link).toBeFocused();
});

test('? shows the keys, but not while something is typed', async ({ page }) => {
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('?'); // a closed dialog must not keep the page's keys asleep
  await expect(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goto('/settings');
  await page.getByRole('textbox', { name: '名字' }).press('?');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('menus open, move and close by keys, and give the focus back', async ({ page }) => {
  const me = page.getByTitle('我的账户');
  await me.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: '我的账户' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'English' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: '在所有设备上退出…' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(me).toBeFocused();
});

test('a dialog takes the focus, keeps it inside and gives it back', async ({ page }) => {
  await page.goto('/settings/tokens');
  const opener = page.getByRole('button', { name: '创建令牌' }).first();
  await opener.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '创建 API 令牌' });
  await expect(dialog).toBeVisible();
  for (let i = 0; i < 10; i++) {
    await page.keyboard.press('Tab');
    // Between the last field and the first the focus may rest on the browser itself, never on the page behind.
    const behind = await page.evaluate(() => document.getElementById('root')?.contains(document.activeElement));
    expect(behind).toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test('the first Tab offers to skip to the main content', async ({ page }) => {
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: '跳到主要内容' });
  await expect(skip).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
