import { expect, test, textRule } from './followers-account';
import { look, violations } from './test';

test('what a follower did is listed with who answered it, and opens with the raw push and the answer', async ({
  page,
  followers,
  at,
}) => {
  await followers.api('POST', '/reply-rules', textRule('default', '收到来信', '信收到了 <3'));
  const lin = await followers.person('林晚');
  await lin.does('follow');
  await lin.does('write', { text: '请问几点开门？' });
  await page.goto(at('events'));
  const row = page.locator('tr[data-row]').first();
  await expect(row).toContainText('发来消息');
  await expect(row).toContainText('「请问几点开门？」');
  await expect(row.getByRole('link', { name: '收到来信' })).toBeVisible();
  await row.getByRole('button', { name: /^查看事件/ }).click();
  const drawer = page.getByRole('dialog', { name: '事件详情' });
  await expect(drawer.getByText('当场回复', { exact: true })).toBeVisible();
  await expect(drawer.getByRole('region', { name: '收到的推送' })).toContainText('<![CDATA[请问几点开门？]]>');
  await expect(drawer.getByRole('region', { name: '回复的内容' })).toContainText('信收到了 <3');
  await look(page, 'events-drawer-1440');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(row.getByRole('button', { name: /^查看事件/ })).toBeFocused();

  await page.getByRole('button', { name: '全部种类' }).click();
  await page.getByRole('menuitemradio', { name: '关注', exact: true }).click();
  await expect(page.locator('tr[data-row]')).toHaveCount(1);
  await expect(page).toHaveURL(/kind=follow/);
  await page.getByRole('button', { name: '有没有回答' }).click();
  await page.getByRole('menuitemradio', { name: '有回答', exact: true }).click();
  await expect(page.getByText('没有符合筛选条件的内容')).toBeVisible();
  await page.getByRole('button', { name: '清除筛选' }).click();
  await expect(page.locator('tr[data-row]')).toHaveCount(2);
});

test('a message that WeChat refused stands with its reason and its cure, and leads to the push that caused it', async ({
  page,
  weChat,
  followers,
  at,
}) => {
  await weChat.fault({ path: '/cgi-bin/message/custom/send', next: 1, kind: 'errcode', errcode: 45047 });
  await followers.api(
    'POST',
    '/reply-rules',
    textRule('follow', '欢迎新朋友', '你好', '往后每周三见', '发「菜单」试试'),
  );
  const lin = await followers.person('林晚');
  await lin.does('follow');
  await page.goto(at('messages'));
  const rows = page.locator('tr[data-row]');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('没有发出');
  await expect(rows.first()).toContainText('这次互动可发的条数用完了');
  await expect(rows.first()).toContainText('合成一条');
  await expect(page.getByRole('tab', { name: '没有发出 2' })).toHaveAttribute('aria-selected', 'true');
  await look(page, 'messages-1440');
  expect(await violations(page)).toEqual([]);
  await rows
    .filter({ hasText: '往后每周三见' })
    .getByRole('button', { name: /^查看发给/ })
    .click();
  const drawer = page.getByRole('dialog', { name: '消息详情' });
  await expect(drawer).toContainText('系统不会再发这一条');
  await drawer.getByText('详情', { exact: true }).click();
  await expect(drawer).toContainText('45047');
  await look(page, 'messages-drawer-1440');
  expect(await violations(page)).toEqual([]);
  // Its address leads to it whatever the list shows; one of no message says so.
  const address = new URL(page.url());
  address.searchParams.set('tab', 'sent');
  await page.goto(address.href);
  await expect(page.getByRole('tab', { name: '已发出' })).toHaveAttribute('aria-selected', 'true');
  await expect(drawer).toContainText('系统不会再发这一条');
  await page.goto(at('messages?open=nobody'));
  await expect(drawer).toContainText('这条消息已经不在了');
  await page.goto(address.href);
  await drawer.getByRole('link', { name: '查看那次推送' }).click();
  await expect(page.getByRole('dialog', { name: '事件详情' })).toContainText('欢迎新朋友');

  await page.goto(at('messages?tab=sent'));
  await expect(page.getByRole('heading', { name: '还没有发出过客服消息' })).toBeVisible();
});

test('a message cut while it was sent is shown as unknown, not as unsent', async ({ page, weChat, followers, at }) => {
  await weChat.fault({ path: '/cgi-bin/message/custom/send', next: 1, kind: 'cut' });
  await followers.api('POST', '/reply-rules', textRule('follow', '欢迎新朋友', '你好', '往后每周三见'));
  await (await followers.person('林晚')).does('follow');
  await page.goto(at('messages'));
  await expect(page.locator('tr[data-row]')).toContainText('不知道有没有发出');
  await expect(page.locator('tr[data-row]')).toContainText('为了不让粉丝收到两遍');
});
