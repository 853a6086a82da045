import { expect, test, type WeChat } from './materials-account';
import { serviceAccount, subscriptionAccount } from './test';

const codes = (weChat: WeChat) => `/accounts/${weChat.appId}/qrcodes`;

test('the first code is made with an article out of the picker', async ({ page, weChat }) => {
  await weChat.add('published', { title: '周末市集，来见一面', digest: '29 个手作摊位' });
  await page.goto(codes(weChat));
  await expect(page.getByRole('heading', { name: '先给一个渠道做一个码' })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: '新建二维码' }).last().click();
  const drawer = page.getByRole('dialog', { name: '新建二维码' });
  await drawer.getByLabel('名称').fill('南门店收银台');
  await drawer.getByLabel('来源').fill('门店');
  await drawer.getByRole('radio', { name: '图文' }).check();
  await drawer.getByRole('button', { name: '选择图文' }).click();
  await page
    .getByRole('dialog', { name: /选择图文/ })
    .getByText('周末市集，来见一面')
    .first()
    .click();
  await page.keyboard.press('Enter');
  await expect(drawer.getByRole('complementary', { name: '扫码后看到的' })).toContainText('29 个手作摊位');
  await expect(drawer.getByRole('complementary', { name: '扫码后看到的' })).toContainText('南门店收银台');
  await drawer.getByRole('button', { name: '生成二维码' }).click();

  const made = page.getByRole('dialog', { name: '二维码', exact: true });
  await expect(made.getByRole('img', { name: '「南门店收银台」的二维码' })).toBeVisible();
  await expect(made).toContainText('永久 · 一直有效');
  await page.keyboard.press('Escape');
  await expect(page.locator('tr[data-row]')).toContainText(['南门店收银台']);
  await expect(page.locator('tr[data-row]')).toContainText(['周末市集，来见一面']);
  await expect(page.getByText('永久二维码还能生成 99,999 个')).toBeVisible();
});

test('a subscription account is told why it has none, and what it can do instead', async ({ page }) => {
  const { app_id } = await subscriptionAccount();
  await page.goto(`/accounts/${app_id}/qrcodes`);
  await expect(page.getByRole('heading', { name: '这个公众号做不了带参二维码' })).toBeVisible();
  await expect(page.getByText('微信只把这个接口开给已认证的服务号，订阅号没有。')).toBeVisible();
  await expect(page.getByRole('button', { name: '新建二维码' })).toHaveCount(0);
  await page.getByRole('button', { name: '去写被关注回复' }).click();
  await expect(page).toHaveURL(new RegExp(`/accounts/${app_id}/reply-rules\\?kind=follow`));
});

test('filters are in the address, and one click clears them', async ({ page }) => {
  const { app_id } = await serviceAccount();
  await page.goto(`/accounts/${app_id}/qrcodes`);
  await page.getByRole('button', { name: '类型' }).click();
  await page.getByRole('menuitemradio', { name: '临时' }).click();
  await expect(page).toHaveURL(/[?&]kind=temporary/);
  await expect(page.locator('tr[data-row]')).toHaveCount(1);
  await page.keyboard.press('/');
  await page.keyboard.type('没有这个码');
  await expect(page.getByRole('heading', { name: '没有找到「没有这个码」' })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: '清除搜索' }).last().click();
  await expect(page.locator('tr[data-row]')).toHaveCount(2);
  await expect(page).not.toHaveURL(/kind=/);
});
