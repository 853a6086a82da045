import type { Browser, Page } from '@playwright/test';
import { expect, test } from './mass-account';
import { look, violations } from './test';

const password = '霜降之后围炉煮茶听雪声';

/** A browser in which somebody else is signed in, whom the administrator has just let in. */
async function signedIn(browser: Browser, admin: Page, name: string, role: 'operator' | 'viewer'): Promise<Page> {
  const email = `${role}-${Date.now()}@example.com`;
  const made = await admin.request.post('/api/v1/operators', { data: { name, email, role, password } });
  expect(made.ok(), await made.text()).toBe(true);
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const entered = await context.request.post('/api/v1/session', { data: { email, password } });
  expect(entered.ok(), await entered.text()).toBe(true);
  return context.newPage();
}

test('a second operator rejects what another asked to send, then approves it; a viewer only sees', async ({
  page,
  browser,
  at,
  followers,
  massSends,
}) => {
  test.slow();
  await (await followers.person('许知夏')).does('follow');
  await followers.synced();
  const { id } = await massSends.draft('霜降的汤');
  await page.goto(at('mass-sends'));
  await page.getByRole('button', { name: '设置' }).click();
  const settings = page.getByRole('dialog', { name: '群发设置' });
  await settings.getByRole('switch', { name: '群发要另一位操作员批准' }).click();
  await expect(page.getByText('以后群发要另一位操作员批准')).toBeVisible();
  // Checked once the server has said so: `check()` would click again.
  await settings.getByRole('radio', { name: '每分钟约 300,000 人' }).click();
  await expect(page.getByText('已改成每分钟约 300,000 人')).toBeVisible();
  await look(page, 'mass-settings');
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await expect(settings.getByRole('radio', { name: '每分钟约 300,000 人' })).toBeChecked();
  await page.keyboard.press('Escape');

  const ask = async () => {
    await page.getByRole('button', { name: '提交批准…' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('1');
    await page.getByRole('dialog').getByRole('button', { name: '提交批准' }).click();
    await expect(page.getByText('你提交的群发在等另一位操作员批准')).toBeVisible();
  };
  await page.goto(at(`mass-sends/${id}`));
  await ask();
  await expect(page.getByRole('button', { name: '批准并发送…' })).toHaveCount(0);

  const second = await signedIn(browser, page, '沈听雨', 'operator');
  await second.goto(at('mass-sends'));
  await expect(second.getByRole('row', { name: /霜降的汤/ })).toContainText('等另一位操作员批准');
  await second.getByRole('button', { name: /^霜降的汤/ }).click();
  await expect(second.getByText('林小满 想发送这次群发')).toBeVisible();
  await look(second, 'mass-send-approval');
  await second.getByRole('button', { name: '退回修改' }).click();
  await expect(second.getByText('已退回，提交的人可以继续修改')).toBeVisible();

  await page.reload();
  await expect(page.getByText(/^沈听雨 没有批准，.* 退回修改$/)).toBeVisible();
  await look(page, 'mass-send-returned');
  await ask();

  const viewer = await signedIn(browser, page, '顾长安', 'viewer');
  await viewer.goto(at(`mass-sends/${id}`));
  await expect(viewer.getByText('林小满 想发送这次群发')).toBeVisible();
  await expect(viewer.getByRole('button', { name: /批准|退回/ })).toHaveCount(0);
  await viewer.goto(at('mass-sends?panel=settings'));
  await expect(viewer.getByRole('switch')).toBeDisabled();
  await expect(viewer.getByText('运营和管理员能看能改。')).toBeVisible();
  await expect(viewer.getByRole('button', { name: '新建群发' })).toHaveCount(0);
  await viewer.goto(at('mass-sends/new'));
  await expect(viewer.getByRole('heading', { name: '只读角色不能新建群发' })).toBeVisible();
  await viewer.context().close();

  await second.reload();
  await second.getByRole('button', { name: '批准并发送…' }).click();
  await second.getByRole('dialog').getByRole('button', { name: '批准，发送' }).click();
  await expect(second.getByText('已批准')).toBeVisible();
  await expect(second.getByRole('region', { name: '结果' })).toContainText('送达1', { timeout: 60_000 });
  await second.context().close();
});
