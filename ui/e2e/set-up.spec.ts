import { expect, first, setUp, test } from './served';
import { look, violations } from './test';

test('the first start: the code that serve prints makes the first operator', async ({ page, served }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.getByRole('textbox', { name: '启动码' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await look(page, 'set-up');

  const create = page.getByRole('button', { name: '创建并登录' });
  await create.click();
  for (const words of [/^写上启动码/, '写上名字', '写上邮箱', '写上密码']) {
    await expect(page.getByRole('main').getByText(words)).toBeVisible();
  }

  const code = page.getByRole('textbox', { name: '启动码' });
  await code.fill('GUESSED12345');
  await page.getByRole('textbox', { name: '名字' }).fill(first.name);
  await page.getByRole('textbox', { name: '邮箱' }).fill(first.email);
  await page.getByLabel('密码', { exact: true }).fill(first.password);
  await create.click();
  await expect(page.getByRole('heading', { name: '启动码不对' })).toBeVisible();
  await expect(code).toHaveAccessibleDescription(/^启动码不对/);
  expect(await violations(page)).toEqual([]);
  await look(page, 'set-up-refused');

  await code.fill(served.code);
  await page.getByLabel('密码', { exact: true }).fill('太短了');
  await create.click();
  await expect(page.getByRole('heading', { name: '密码太短' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: '名字' })).toHaveValue(first.name);

  await page.getByLabel('密码', { exact: true }).fill(first.password);
  await create.click();
  await expect(page.getByRole('heading', { name: '接入第一个公众号' })).toBeVisible();
  await expect(page.getByTitle('我的账户')).toContainText(first.name);
  expect(await violations(page)).toEqual([]);
  await look(page, 'set-up-done');
  await page.reload();
  await expect(page.getByRole('heading', { name: '接入第一个公众号' })).toBeVisible();
});

test('once there is an operator the set-up leads to the sign-in, and the code is worth nothing', async ({
  page,
  playwright,
  served,
}) => {
  const elsewhere = await playwright.request.newContext({ baseURL: served.origin });
  await setUp(elsewhere, served);
  await page.goto('/setup');
  await expect(page).toHaveURL(/\/sign-in$/);
  const again = await page.request.post('/api/v1/setup', { data: { code: served.code, ...first } });
  expect(again.status()).toBe(409);
  await elsewhere.dispose();
});

test('whoever had the set-up open while another finished it is told so, and led on', async ({
  page,
  playwright,
  served,
}) => {
  await page.goto('/setup');
  await page.getByRole('textbox', { name: '启动码' }).fill(served.code);
  const elsewhere = await playwright.request.newContext({ baseURL: served.origin });
  await setUp(elsewhere, served);
  await page.getByRole('textbox', { name: '名字' }).fill('来晚的人');
  await page.getByRole('textbox', { name: '邮箱' }).fill('late@example.com');
  await page.getByLabel('密码', { exact: true }).fill(first.password);
  await page.getByRole('button', { name: '创建并登录' }).click();
  await expect(page.getByRole('heading', { name: '已经有操作员了' })).toBeVisible();
  await elsewhere.dispose();
});
