import { expect, test, textRule } from './followers-account';
import { look, violations } from './test';

test('the overview tells who came and who left, day by day', async ({ page, followers, at }) => {
  await page.goto(at('overview'));
  const card = page.getByRole('region', { name: '新增关注' });
  await expect(card).toContainText('近 14 天没有新增关注，也没有人取消关注。');
  await followers.push(new URL(page.url()).origin);
  const people = [await followers.person('林小满'), await followers.person('许念')] as const;
  for (const person of people) await person.does('follow');
  await people[1].does('unfollow');
  await page.reload();
  await expect(card).toContainText('新增 2 人，取消关注 1 人，净增 1 人');
  await card.getByRole('button', { name: '看数据' }).click();
  await expect(card.getByRole('row')).toHaveCount(15);
  await expect(card.getByRole('row').last()).toContainText('2 人1 人');
  await card.getByRole('link', { name: '联系人' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '联系人' })).toBeVisible();
});

test('who came by a code leads to it, from the list, the contact and the event', async ({ page, followers, at }) => {
  await page.goto(at('contacts'));
  await followers.push(new URL(page.url()).origin);
  await followers.api('POST', '/qrcodes', { name: '南门店立牌', kind: 'permanent', scene: '7' });
  await (await followers.person('林小满')).does('scan', { scene: '7' });
  await page.reload();
  await expect(page.locator('tr[data-row]').getByRole('link', { name: '南门店立牌' })).toBeVisible();
  await page.locator('tr[data-row] [data-primary]').click();
  const contact = page.getByRole('dialog', { name: '联系人' });
  await expect(contact.getByRole('definition').filter({ hasText: '南门店立牌' })).toHaveText('南门店立牌场景值 7');
  await contact.getByRole('link', { name: /关注.*二维码「南门店立牌」/ }).click();
  const event = page.getByRole('dialog', { name: '事件详情' });
  await expect(event.getByRole('heading', { level: 2 })).toHaveText('关注二维码「南门店立牌」');
  await look(page, 'event-of-a-code');
  await event.getByRole('link', { name: '南门店立牌' }).first().click();
  await expect(page.getByRole('dialog', { name: '二维码', exact: true })).toContainText('南门店立牌');
});

test('of many codes any is found by name for the condition, and the one in the address keeps its name', async ({
  page,
  followers,
  at,
}) => {
  const code = (name: string, scene: string) =>
    followers.api('POST', '/qrcodes', { name, kind: 'permanent', scene, source: '门店' });
  await code('南门店立牌', '7');
  for (let i = 0; i < 52; i++) await code(`市集摊位 ${i}`, `stall-7-${i}`);
  await (await followers.person('林小满')).does('scan', { scene: '7' });
  await (await followers.person('许念')).does('follow');
  await page.goto(at('contacts'));
  const sentence = page.getByRole('group', { name: '筛选条件' });
  await expect(sentence).toContainText('2 人');
  await sentence.getByRole('button', { name: '加条件' }).click();
  await page.getByRole('menuitem', { name: '扫码来自' }).click();
  const choices = page.getByRole('menu', { name: '扫码来自' }).getByRole('menuitemradio');
  await expect(choices).toHaveCount(50);
  await expect(page.getByText('这里只列最新的 50 个，其余的搜得到')).toBeAttached();
  await look(page, 'contacts-codes-1440');
  expect(await violations(page)).toEqual([]);
  await expect(page.getByRole('textbox', { name: '搜二维码的名称、场景值' })).toBeFocused();
  await page.keyboard.type('没有的');
  await expect(page.getByText('没有找到「没有的」')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(choices).toHaveCount(50);
  await page.keyboard.type('南门');
  await expect(choices).toHaveText(['南门店立牌门店']);
  await look(page, 'contacts-codes-found-1440');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/code=%227%22/);
  await expect(sentence).toContainText('1 人');
  await page.reload();
  await expect(sentence).toContainText('扫码来自南门店立牌');
  await sentence.getByRole('button', { name: '南门店立牌', exact: true }).click();
  await expect(choices).toHaveCount(51);
  await expect(choices.first()).toHaveText('南门店立牌门店');
  await expect(choices.first()).toBeChecked();
});

test('conditions read as a sentence, are counted, stay in the address, and turn pages by cursor', async ({
  page,
  followers,
  at,
}) => {
  await followers.bulk(130);
  await followers.synced();
  await page.goto(at('contacts?size=50'));
  const sentence = page.getByRole('group', { name: '筛选条件' });
  await expect(sentence).toContainText('130 人');
  await expect(page.locator('tr[data-row]')).toHaveCount(50);
  await expect(page.getByText('1–50 · 共 130 条')).toBeVisible();
  await page.getByRole('button', { name: '下一页' }).click();
  await expect(page.getByText('51–100 · 共 130 条')).toBeVisible();
  await page.getByRole('button', { name: '上一页' }).click();
  await expect(page.getByText('1–50 · 共 130 条')).toBeVisible();

  await sentence.getByRole('button', { name: '加条件' }).click();
  await page.getByRole('menuitem', { name: '关注于' }).click();
  await page.getByRole('menuitemradio', { name: '今天' }).click();
  await expect(page).toHaveURL(/followed=1/);
  await sentence.getByRole('button', { name: '今天', exact: true }).click();
  await page.getByRole('menuitemradio', { name: '选日期' }).click();
  await page.getByLabel('从', { exact: true }).fill('2020-01-01');
  await page.getByLabel('到', { exact: true }).fill('2020-01-02');
  await expect(page.getByText('没有符合筛选条件的内容')).toBeVisible();
  await expect(sentence).toContainText('0 人');
  await page.reload();
  await expect(page.getByLabel('从', { exact: true })).toHaveValue('2020-01-01');
  await page.getByRole('button', { name: '清除筛选' }).click();
  await expect(sentence).toContainText('130 人');

  await page.getByRole('button', { name: '显示的列' }).click();
  await page.getByRole('menuitemcheckbox', { name: '客服消息' }).click();
  await expect(page.getByRole('columnheader', { name: '客服消息' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('columnheader', { name: '客服消息' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('those chosen get a tag in the background, with a way back for those it was new to', async ({
  page,
  followers,
  at,
}) => {
  await followers.bulk(12);
  await followers.api('POST', '/tags', { name: '门店会员' });
  await followers.synced();
  await page.goto(at('contacts'));
  const tagged = page.locator('tr[data-row]').filter({ hasText: '门店会员' });
  await page.getByRole('checkbox').nth(1).check();
  await page.getByRole('checkbox').nth(2).check();
  await page.getByRole('button', { name: '打标签…', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: '先选一个标签' })).toBeDisabled();
  await dialog.getByRole('radio', { name: '门店会员' }).check();
  await look(page, 'contacts-tagging-1440');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: '给 2 人打上「门店会员」' }).click();
  await expect(tagged).toHaveCount(2);
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(tagged).toHaveCount(0);

  await page.goto(at('contacts?state=following'));
  await page.getByRole('button', { name: '全部打标签…' }).click();
  await page.getByRole('radio', { name: '门店会员' }).check();
  await page.getByRole('button', { name: '给 12 人打上「门店会员」' }).click();
  await expect(tagged).toHaveCount(12);
});

test('one contact: remark, tags, what may be sent now, and what happened', async ({ page, followers, at }) => {
  await followers.api('POST', '/reply-rules', textRule('follow', '欢迎新朋友', '你好', '往后每周三见'));
  await followers.api('POST', '/tags', { name: '老街坊' });
  const lin = await followers.person('林晚');
  await lin.does('follow');
  await lin.does('write', { text: '请问几点开门？' });
  await page.goto(at('contacts'));
  await page.locator('tr[data-row] [data-primary]').click();
  const drawer = page.getByRole('dialog', { name: '联系人' });
  await expect(drawer).toContainText('可以发客服消息');
  await expect(drawer).toContainText('共 5 条');
  await expect(drawer).toContainText('「请问几点开门？」');
  await expect(drawer).toContainText('往后每周三见');
  await expect(drawer).toContainText('已发出');

  await drawer.getByRole('button', { name: '写备注名' }).click();
  await drawer.getByRole('textbox', { name: '备注名' }).fill('住在对面的林晚小姐姐');
  await page.keyboard.press('Enter');
  await expect(drawer).toContainText('备注名太长');
  await drawer.getByRole('textbox', { name: '备注名' }).fill('对面的林晚');
  await page.keyboard.press('Enter');
  await expect(drawer.getByRole('heading', { name: '对面的林晚' })).toBeVisible();

  await drawer.getByRole('button', { name: '加标签' }).click();
  await page.getByRole('menuitem', { name: '老街坊' }).click();
  await expect(drawer.getByRole('button', { name: '取走「老街坊」' })).toBeVisible();
  const openid = await lin.openId();
  await expect
    .poll(async () => (await followers.api<{ tag_ids: number[] }>('GET', `/contacts/${openid}`)).tag_ids.length)
    .toBe(1);
  await look(page, 'contacts-drawer-1440');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(page.locator('tr[data-row]')).toContainText('对面的林晚');

  await lin.does('unfollow');
  await page.goto(at(`contacts?open=${openid}`));
  await expect(page.getByRole('heading', { name: '没有这位联系人' })).toBeVisible();
});

test('a sync of the followers tells its cost, its progress and what it brought', async ({
  page,
  weChat,
  followers,
  at,
}) => {
  await followers.bulk(2300);
  await weChat.fault({ path: '/cgi-bin/user/info/batchget', next: 3, kind: 'slow', delay_ms: 900 });
  await page.goto(at('contacts'));
  await expect(page.getByRole('heading', { name: '还没有联系人' })).toBeVisible();
  await expect(page.getByText('还没有从微信同步过粉丝')).toBeVisible();
  await page.getByRole('button', { name: '从微信同步粉丝' }).last().click();
  const dialog = page.getByRole('dialog', { name: '同步粉丝' });
  await expect(dialog).toContainText('2,300 人');
  await expect(dialog.getByText('今天的额度够用，可以一次做完。')).toBeVisible();
  await look(page, 'contacts-sync-plan-1440');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: '开始同步粉丝' }).click();
  await expect(page.getByRole('progressbar', { name: '同步进度' })).toBeVisible();
  await expect(page.locator('b').filter({ hasText: '粉丝同步完成' })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText('新增 2,300', { exact: true })).toBeVisible();
  await expect(page.getByRole('group', { name: '筛选条件' })).toContainText('2,300 人');
  await look(page, 'contacts-synced-1440');
  await page.getByRole('button', { name: '知道了' }).click();
  await expect(page.getByText(/^粉丝同步于/)).toBeVisible();
  await page.getByRole('button', { name: '同步记录…' }).click();
  await expect(page.getByRole('dialog', { name: '同步记录' })).toContainText('粉丝');
});
