import { expect, test } from './mass-account';
import { look } from './test';

test('a send goes to one tag, or to a list of openids', async ({ page, at, followers, massSends }) => {
  test.slow();
  const people = await Promise.all(['许知夏', '沈听雨', '顾长安'].map((name) => followers.person(name)));
  for (const person of people) await person.does('follow');
  await followers.synced();
  const openids = await Promise.all(people.map((person) => person.openId()));
  const { id: tag } = await followers.api<{ id: number }>('POST', '/tags', { name: '门店会员' });
  await followers.api('POST', '/contacts/tag', { tag_id: tag, openids: openids.slice(0, 1) });
  const tags = async () => (await followers.api<{ tag_ids: number[] }>('GET', `/contacts/${openids[0]}`)).tag_ids;
  await expect.poll(tags, { timeout: 40_000 }).toEqual([tag]);
  const { id } = await massSends.draft('霜降的汤');

  await page.goto(at(`mass-sends/${id}`));
  await page.getByRole('radio', { name: '按标签' }).check();
  await page.getByRole('combobox', { name: '标签' }).click();
  await page.getByTitle(/^门店会员/).click();
  await expect(page.getByText('预计发给 1 人').first()).toBeVisible();

  // Of a list that is not named yet nothing goes, least of all to the audience from before.
  await page.getByRole('radio', { name: '一份名单' }).check();
  await expect(page.getByRole('button', { name: '发送…', exact: true })).toBeDisabled();
  const list = page.getByRole('textbox', { name: 'openid 名单' });
  await list.fill(openids[0] ?? '');
  await expect(page.getByRole('button', { name: /名单$/ })).toBeDisabled();
  await list.fill(`${openids[0]}\n${openids[1]}，${openids[0]}`);
  await expect(page.getByText('共 2 个')).toBeVisible();
  await page.getByRole('button', { name: '使用这份名单' }).click();
  await expect(page.getByText('已保存 2 人的名单')).toBeVisible();
  await look(page, 'mass-send-openids');
  await page.getByRole('button', { name: '发送…' }).click();
  await expect(page.getByRole('dialog')).toContainText('这次只占这些粉丝的次数');
  await page.getByRole('button', { name: '确认，立即发送' }).click();
  await expect(page.getByRole('region', { name: '结果' })).toContainText('送达2', { timeout: 60_000 });
  type Sends = { sends: { to_all: boolean; total: number }[] };
  const { sends } = await followers.sandbox<Sends>('GET', `/accounts/${followers.appId}/mass`);
  expect(sends.map(({ to_all, total }) => [to_all, total])).toEqual([[false, 2]]);
});

test('where WeChat refuses a history item, a draft copy of it goes', async ({
  page,
  at,
  followers,
  weChat,
  massSends,
}) => {
  test.slow();
  const person = await followers.person('许知夏');
  await person.does('follow');
  await followers.synced();
  const media_id = await weChat.add('history', { title: '去年的立冬' });
  const { id: sync } = await followers.api<{ id: string }>('POST', '/syncs', { mode: 'full' });
  const state = async () => (await followers.api<{ state: string }>('GET', `/syncs/${sync}`)).state;
  await expect.poll(state, { timeout: 60_000 }).toBe('finished');
  await massSends.platform({ refuse_history: true });

  await page.goto(at(`mass-sends/new?material=${encodeURIComponent(media_id)}`));
  await page.getByRole('radio', { name: '全部粉丝' }).check();
  await expect(page.getByText('预计发给 1 人').first()).toBeVisible();
  const preview = async () => {
    await page.getByRole('textbox', { name: '接收预览的微信号' }).fill(person.id);
    await page.getByRole('button', { name: '发送预览' }).click();
  };
  await preview();
  await expect(page.getByText('微信不接受用历史图文的编号群发')).toBeVisible();
  await look(page, 'mass-send-copy');
  await page.getByRole('button', { name: '存成草稿再发' }).click();
  await expect(page.getByText('微信不接受用历史图文的编号群发')).toBeHidden();
  await preview();
  await expect(page.getByText(`已发到 ${person.id}`)).toBeVisible();
  expect(await weChat.titles('drafts')).toEqual(['去年的立冬']);
});
