import { WeChat } from './materials-account';
import { expect, setUp, test } from './served';
import { look, violations } from './test';

const secret = '1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c';

test.beforeEach(async ({ page, served }) => setUp(page.request, served));

test('an account is connected to its end: secret, whitelist, capabilities, first sync', async ({ page, request }) => {
  test.slow();
  const weChat = await WeChat.account(request, { name: '晴川书局', secret });
  await weChat.seed({ drafts: 3, history: 45, published: 2 });
  await weChat.setUp({ ip_whitelist: ['198.51.100.20'], seen_as: '203.0.113.7' });
  await weChat.websiteMenu(
    { type: 'text', name: '电话', value: '400-1' },
    { type: 'img', name: '门店', value: 'passing' },
  );

  await page.goto('/');
  await page.getByRole('main').getByRole('button', { name: '接入公众号' }).click();
  await expect(page.getByRole('img', { name: /「基础信息」页上有 AppID/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await look(page, 'connect-1-empty');

  const next = page.getByRole('button', { name: '保存，下一步' });
  await page.getByRole('textbox', { name: 'AppID' }).fill('1234');
  await next.click();
  await expect(page.getByText('AppID 以 wx 开头，后面是字母和数字')).toBeVisible();
  await page.getByRole('textbox', { name: 'AppID' }).fill(weChat.appId);
  await page.getByLabel('AppSecret', { exact: true }).fill('0'.repeat(32));
  await page.getByRole('textbox', { name: '名称' }).fill('晴川书局');
  await page.locator('summary', { hasText: '高级' }).click();
  await page.getByRole('textbox', { name: '接口地址' }).fill(process.env.TUWEN_E2E_SANDBOX ?? '');
  await look(page, 'connect-1');
  await next.click();

  await expect(page.getByRole('alert')).toContainText('AppSecret 不对');
  await expect(page.getByRole('alert')).toContainText('40125');
  expect(await violations(page)).toEqual([]);
  await look(page, 'connect-2-secret');
  await page.getByRole('button', { name: '回去修改账号信息' }).click();
  await expect(page.getByRole('textbox', { name: '名称' })).toHaveValue('晴川书局');
  await expect(page.getByLabel('AppSecret', { exact: true })).toHaveValue('');
  await page.getByLabel('AppSecret', { exact: true }).fill(secret);
  await next.click();

  await expect(page.getByText('203.0.113.7').first()).toBeVisible();
  await expect(page.getByRole('button', { name: '复制 IP 地址' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await look(page, 'connect-2-whitelist');
  await page.reload(); // the wizard can be left and taken up again
  await expect(page.getByText('203.0.113.7').first()).toBeVisible();
  await weChat.setUp({ ip_whitelist: ['203.0.113.7'] });
  await page.getByRole('button', { name: '重新检测' }).click();
  await expect(page.getByRole('status').filter({ hasText: '白名单没有问题' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await look(page, 'connect-2-ok');
  await page.getByRole('button', { name: '下一步' }).click();

  await expect(page.getByText('微信后台没有设置自动回复')).toBeVisible();
  await expect(page.getByText('找到一份菜单：「电话」「门店」')).toBeVisible();
  await expect(page.getByText('「门店」不能照原样导入')).toBeVisible();
  await page.getByRole('button', { name: '导入这份菜单' }).click();
  await expect(page.getByText('已放进菜单草稿')).toBeVisible();
  await expect(page.getByRole('link', { name: '去菜单管理' })).toHaveAttribute(
    'href',
    `/accounts/${weChat.appId}/menu`,
  );
  await expect(page.getByText('消息推送还没有配置')).toBeVisible();
  await page.getByRole('button', { name: '生成令牌和密钥' }).click();
  await expect(page.getByText('等微信来校验')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await look(page, 'connect-3-push');
  const value = (name: string) => page.locator('dl > div').filter({ hasText: name }).locator('code').innerText();
  const [url, token, key] = [await value('服务器地址'), await value('令牌'), await value('EncodingAESKey')];
  await expect(weChat.pushTo({ url, message_token: 'mistyped', encoding_aes_key: key })).rejects.toThrow();
  await expect(page.getByText('令牌（Token）和微信后台填的不一致')).toBeVisible();
  await look(page, 'connect-3-push-refused');
  await weChat.pushTo({ url, message_token: token, encoding_aes_key: key });
  await expect(page.getByText('推送已经接通')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await look(page, 'connect-3-push-ok');
  await page.getByRole('button', { name: '下一步' }).click();

  const table = page.getByRole('table', { name: '这个公众号能做什么' });
  await expect(table.getByRole('row', { name: /历史图文/ })).toContainText('一切正常，共 45 条');
  await expect(table.getByRole('row', { name: /已发布图文/ })).toContainText('可用');
  for (const name of ['群发', '客服消息', '自定义菜单', '粉丝与标签', '带参二维码']) {
    await expect(table.getByRole('row', { name })).toContainText('一切正常');
  }
  await expect(page.getByRole('button', { name: '消息推送 已完成' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await look(page, 'connect-4');

  await page.getByRole('button', { name: '开始第一次全量同步' }).click();
  await page.getByRole('button', { name: '开始全量同步' }).click();
  await expect(page.locator('b').filter({ hasText: '全量同步完成' })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText('新增 45', { exact: true })).toBeVisible();
});

test('what the account may not use is told with its reason, and an account without history is led to its drafts', async ({
  page,
  request,
}) => {
  const weChat = await WeChat.account(request, { name: '小城故事', secret, kind: 'subscription', verified: false });
  await weChat.setUp({ permission: { prefix: '/cgi-bin/freepublish', allowed: false } });
  const account = { app_id: weChat.appId, name: '小城故事', kind: 'subscription', verified: false, app_secret: secret };
  const made = await page.request.post('/api/v1/accounts', {
    data: { ...account, api_base_url: process.env.TUWEN_E2E_SANDBOX },
  });
  expect(made.ok(), await made.text()).toBe(true);
  await page.goto(`/settings/accounts/connect?step=capabilities&app=${weChat.appId}`);
  const row = page.getByRole('table', { name: '这个公众号能做什么' }).getByRole('row', { name: /已发布图文/ });
  await expect(row).toContainText('不可用');
  await expect(row).toContainText('这个公众号没有此接口权限');
  await expect(row).toContainText('完成微信认证后才有');
  const rows = page.getByRole('table', { name: '这个公众号能做什么' });
  await expect(rows.getByRole('row', { name: '带参二维码' })).toContainText('只有认证过的服务号有');
  await expect(rows.getByRole('row', { name: '自定义菜单' })).toContainText('不可用');
  await expect(page.getByRole('button', { name: 'IP 白名单 已完成' })).toBeVisible();
  await expect(page.getByRole('button', { name: '3 消息推送 还没完成' })).toBeVisible();
  await look(page, 'connect-4-denied');
  expect(await violations(page)).toEqual([]);
  await expect(page.getByRole('button', { name: '开始第一次全量同步' })).toHaveCount(0);
  await page.getByRole('button', { name: '去看图文素材' }).click();
  await expect(page.getByRole('tab', { name: /草稿箱/ })).toHaveAttribute('aria-selected', 'true');
});

test('an address that answers nothing is told, and nothing typed is lost', async ({ page }) => {
  const account = { app_id: 'wxe2enobody00001', name: '无人应答', kind: 'service', app_secret: secret };
  const made = await page.request.post('/api/v1/accounts', {
    data: { ...account, api_base_url: 'http://127.0.0.1:9' },
  });
  expect(made.ok(), await made.text()).toBe(true);
  await page.goto(`/settings/accounts/connect?step=whitelist&app=${account.app_id}`);
  await expect(page.getByRole('alert')).toContainText('连不上微信');
  await page.getByRole('button', { name: '回去修改账号信息' }).click();
  await expect(page.getByRole('textbox', { name: '接口地址' })).toHaveValue('http://127.0.0.1:9');
});
