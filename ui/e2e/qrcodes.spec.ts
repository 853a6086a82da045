import { readFileSync } from 'node:fs';
import { expect, test, type WeChat } from './materials-account';
import { look, serviceAccount, subscriptionAccount, violations } from './test';

const codes = (weChat: WeChat) => `/accounts/${weChat.appId}/qrcodes`;

test('S18: the first code is made with an article out of the picker', async ({ page, weChat }) => {
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

test('a scan is counted, by day too, and who is new is a new follower', async ({ page, request }) => {
  const { app_id } = await serviceAccount();
  const visitors = `${process.env.TUWEN_E2E_SANDBOX}/console/api/people`;
  await page.goto(`/accounts/${app_id}/qrcodes`);
  const shown = page.locator('tr[data-row]').filter({ hasText: '静安店 收银台立牌' });
  // The demo's own visitors may still be on their way.
  await expect(async () => {
    await page.reload();
    await expect(shown.locator('td').nth(4)).toHaveText(/^([7-9]|\d{2,})$/, { timeout: 2000 });
  }).toPass();
  const before = Number(await shown.locator('td').nth(4).innerText());
  const { id } = await (await request.post(visitors, { data: { name: '路过的人' } })).json();
  for (let i = 0; i < 2; i++) {
    const scanned = await request.post(`${visitors}/${id}/chats/${app_id}/scan`, { data: { scene: 'jingan-counter' } });
    expect(scanned.ok(), await scanned.text()).toBe(true);
  }
  await expect(async () => {
    await page.reload();
    await expect(shown.locator('td').nth(4)).toHaveText(String(before + 2), { timeout: 2000 });
  }).toPass();
  await shown.getByRole('button', { name: '静安店 收银台立牌', exact: true }).click();
  const figures = page.getByRole('dialog').getByRole('region', { name: '效果' }).first();
  await expect(figures).toContainText(`近 30 天 ${before + 2}`);
  await figures.getByRole('button', { name: '看数据' }).click();
  await expect(figures.getByRole('row').last()).toContainText(`${before + 2} 次`);

  // By the hour, in the address too; and who came.
  await figures.getByRole('radio', { name: '按小时' }).check();
  await expect(page).toHaveURL(/by=hour/);
  await expect(figures.getByRole('figure')).toContainText('一天里几点扫的');
  await figures.getByRole('button', { name: '看数据' }).click();
  await expect(figures.getByRole('row')).toHaveCount(25);
  const people = page.getByRole('region', { name: '扫它关注的人' });
  const newest = people.getByRole('listitem').first().getByRole('link');
  const openid = (await newest.getAttribute('title')) ?? '';
  await newest.click();
  await expect(page.getByRole('dialog', { name: '联系人' })).toContainText(openid);
  await expect(page).toHaveURL(/contacts\?.*code=jingan-counter/);
});

test('a file with a wrong line is mended in place, and nothing is made before', async ({ page, weChat }) => {
  await page.goto(`${codes(weChat)}?panel=import`);
  const dialog = page.getByRole('dialog', { name: '批量导入二维码' });
  // GBK, as Excel saves it in China: 名称,类型 / 甲,永久 / 乙,永远
  const file = Buffer.from('c3fbb3c62cc0e0d0cd0d0abcd72cd3c0bec30d0ad2d22cd3c0d4b60d0a', 'hex');
  await dialog.getByLabel('选择 CSV 文件').setInputFiles({ name: '门店.csv', mimeType: 'text/csv', buffer: file });
  await expect(dialog.getByRole('alert')).toContainText('有 1 处要改');
  await expect(dialog.getByRole('alert')).toContainText('类型不对');
  expect(await weChat.calls('/cgi-bin/qrcode/create')).toBe(0);

  // The line is selected: what is typed takes its place. Closing loses nothing.
  await dialog.getByRole('button', { name: '第 3 行' }).click();
  await page.keyboard.type('乙,临时');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: '批量导入' }).first().click();
  await expect(dialog.getByRole('textbox', { name: /门店\.csv/ })).toHaveValue(/乙,临时/);
  await dialog.getByRole('button', { name: '再检查一次' }).click();
  await dialog.getByRole('button', { name: '生成 2 个二维码' }).click();
  await expect(page.getByText('2 个二维码开始生成')).toBeVisible();
  await expect(page.locator('tr[data-row]')).toHaveCount(2);
  await expect(page.locator('tr[data-row] img')).toHaveCount(2, { timeout: 20_000 });
});

test('pictures are downloaded: one with a caption, several as a zip', async ({ page }) => {
  const { app_id } = await serviceAccount();
  await page.goto(`/accounts/${app_id}/qrcodes`);
  await page.getByRole('button', { name: '更多操作：「静安店 收银台立牌」' }).click();
  await page.getByRole('menuitem', { name: '下载图片…' }).click();
  const dialog = page.getByRole('dialog', { name: '下载「静安店 收银台立牌」' });
  const saved = async (button: string) => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  await dialog.getByRole('checkbox', { name: '下方写一行字' }).check();
  await dialog.getByLabel('写的字').fill('扫一扫，领一杯茶');
  const png = await saved('下载');
  expect(png.name).toBe('静安店 收银台立牌.png');
  expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([1280, 1408]);
  await expect(dialog).toBeHidden();

  await page.getByRole('checkbox', { name: '选择本页全部' }).check();
  await page.getByRole('region', { name: '批量操作' }).getByRole('button', { name: '下载图片' }).click();
  await page.getByRole('dialog').getByRole('radio', { name: /SVG/ }).check();
  const zip = await saved('下载 zip');
  expect(zip.name).toBe('qrcodes.zip');
  expect(zip.bytes.subarray(0, 2).toString()).toBe('PK');
});

test('deleting a code says what becomes of those that are printed', async ({ page, request, weChat }) => {
  const made = await request.post(`/api/v1/accounts/${weChat.appId}/qrcodes`, {
    data: { name: '旧海报', kind: 'permanent' },
  });
  expect(made.ok(), await made.text()).toBe(true);
  await page.goto(codes(weChat));
  await page.getByRole('button', { name: '更多操作：「旧海报」' }).click();
  await page.getByRole('menuitem', { name: '删除…' }).click();
  const dialog = page.getByRole('dialog', { name: '删除二维码「旧海报」？' });
  await expect(dialog).toContainText('还能扫，但不再有它的回复和标签');
  await expect(dialog).toContainText('微信没有删除二维码的接口');
  await dialog.getByRole('button', { name: '从本系统删除' }).click();
  await expect(page.getByRole('heading', { name: '先给一个渠道做一个码' })).toBeVisible();
});

test('a temporary code is renewed with another picture, or made anew as a permanent one', async ({
  page,
  request,
  weChat,
}) => {
  const data = { name: '快闪店', kind: 'temporary', expire_days: 3, replies: [{ kind: 'text', text: '欢迎' }] };
  const made = await (await request.post(`/api/v1/accounts/${weChat.appId}/qrcodes`, { data })).json();
  await page.goto(`${codes(weChat)}?code=${made.id}`);
  const drawer = page.getByRole('dialog', { name: '二维码', exact: true });
  await expect(drawer.getByRole('region', { name: '这是临时二维码' })).toContainText('已经印出去的这张到期就失效');
  const picture = drawer.getByRole('img', { name: '「快闪店」的二维码' });
  const before = await picture.screenshot();
  await drawer.getByRole('button', { name: '现在续期…' }).click();
  await page.getByRole('button', { name: '续期，换新图' }).click();
  await expect(page.getByText('「快闪店」已续期，图换了一张')).toBeVisible();
  await expect(drawer).toContainText('还剩 30 天');
  expect((await picture.screenshot()).equals(before)).toBe(false);
  await drawer.getByRole('button', { name: '照它做一个永久的' }).click();
  const form = page.getByRole('dialog', { name: '新建二维码' });
  await expect(form.getByLabel('名称')).toHaveValue('快闪店');
  await expect(form.getByRole('radio', { name: /永久/ })).toBeChecked();
  await expect(form.getByLabel('文字内容')).toHaveValue('欢迎');
});

test('what somebody else saved of a code meanwhile is shown, and one takes theirs or saves over it', async ({
  page,
  request,
  weChat,
}) => {
  const said = (text: string) => [{ kind: 'text', text }];
  const theirs = async (method: 'POST' | 'PATCH', path: string, data: object) => {
    const answer = await request.fetch(`/api/v1${codes(weChat)}${path}`, { method, data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer.json();
  };
  const first = { name: '南门店立牌', kind: 'permanent', source: '门店', campaign: '开业', replies: said('欢迎') };
  const { id } = await theirs('POST', '', first);
  await page.goto(`${codes(weChat)}?code=${id}&view=edit`);
  const drawer = page.getByRole('dialog', { name: '修改二维码' });
  const conflict = drawer.getByRole('region', { name: '别人的改动' });
  const [source, text] = [drawer.getByLabel('来源'), drawer.getByLabel('文字内容')];

  await text.fill('我写的欢迎');
  await theirs('PATCH', `/${id}`, { campaign: '', replies: said('别人写的欢迎') });
  await drawer.getByRole('button', { name: '保存' }).click();
  await expect(drawer.getByRole('alert')).toContainText('别人刚刚改过它');
  await expect(conflict.getByRole('term')).toHaveText(['活动', '自动回复']);
  await expect(conflict.getByRole('definition')).toHaveText(['空着', /别人写的欢迎$/]);
  await expect(conflict.getByRole('button', { name: '用我的，覆盖现在的' })).toBeInViewport({ ratio: 1 });
  await expect(text).toHaveValue('我写的欢迎');
  await look(page, 'qrcode-conflict-1440');
  expect(await violations(page)).toEqual([]);
  await conflict.getByRole('button', { name: '用现在的，放弃我的' }).click();
  await expect(text).toHaveValue('别人写的欢迎');
  await expect(conflict).toBeHidden();

  // Of what changes while one looks at the conflict, too, one is told.
  await text.fill('还是我写的欢迎');
  await theirs('PATCH', `/${id}`, { source: '南门店' });
  await drawer.getByRole('button', { name: '保存' }).click();
  await expect(conflict.getByRole('definition')).toHaveText(['南门店', /别人写的欢迎$/]);
  await theirs('PATCH', `/${id}`, { source: '南门店 收银台' });
  await conflict.getByRole('button', { name: '用我的，覆盖现在的' }).click();
  await expect(conflict.getByRole('definition')).toHaveText(['南门店 收银台', /别人写的欢迎$/]);
  await expect(source).toHaveValue('门店');
  await conflict.getByRole('button', { name: '用我的，覆盖现在的' }).click();
  await expect(page.getByRole('dialog', { name: '二维码', exact: true })).toContainText('还是我写的欢迎');
  expect(await (await request.get(`/api/v1${codes(weChat)}/${id}`)).json()).toMatchObject({
    source: '门店',
    replies: said('还是我写的欢迎'),
  });
});
