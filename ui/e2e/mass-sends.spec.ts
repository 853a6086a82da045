import type { Page } from '@playwright/test';
import { expect, test } from './followers-account';
import { beijing } from './mass-account';
import { look, violations } from './test';

const dialog = (page: Page) => page.getByRole('dialog');
const checks = (page: Page) => page.getByRole('region', { name: '发送前检查' });

/** Chooses the one draft of the account in a new mass send. */
async function choose(page: Page, at: (path: string) => string, title: string): Promise<void> {
  await page.goto(at('mass-sends/new'));
  await page.getByRole('button', { name: /^选择图文/ }).click();
  await dialog(page).getByRole('option', { name: title }).click();
  await dialog(page).getByRole('button', { name: '用这条' }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole('region', { name: '粉丝看到的样子' })).toContainText(title);
}

test('a draft is composed, checked, previewed and sent to all; the result fills the counts', async ({
  page,
  at,
  followers,
  weChat,
}) => {
  await weChat.add('drafts', { title: '霜降的汤' }, { title: '一碗热的' });
  const people = await Promise.all(['林小满', '周砚秋'].map((name) => followers.person(name)));
  for (const person of people) await person.does('follow');
  const weChatId = people[0]?.id ?? '';

  await page.goto(at('mass-sends'));
  await expect(page.getByRole('heading', { name: '还没有群发过' })).toBeVisible();
  await look(page, 'mass-sends-empty');
  await choose(page, at, '霜降的汤');
  await page.getByRole('radio', { name: '全部粉丝' }).check();
  await expect(page.getByText(/^草稿已自动保存/)).toBeVisible();
  await expect(checks(page)).toContainText('还没有同步过粉丝，不知道有多少人');
  await expect(page.getByRole('link', { name: '去同步粉丝' })).toBeVisible();
  await look(page, 'mass-send-people-unknown');
  await followers.synced();
  await checks(page).getByRole('button', { name: '重新检查' }).click();
  await expect(checks(page)).toContainText('预计发给 2 人');
  await expect(checks(page)).toContainText('草稿是否手动保存过，预览一次就知道');

  await page.getByRole('textbox', { name: '接收预览的微信号' }).fill(weChatId);
  await page.getByRole('button', { name: '发送预览' }).click();
  await expect(page.getByText(`已发到 ${weChatId}`)).toBeVisible();
  await expect(page.getByText('今天还可预览 99 次', { exact: false })).toBeVisible();
  await expect(checks(page)).toContainText('草稿是手动保存的，可以群发');
  await look(page, 'mass-send-composer');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: '发送…' }).click();
  await expect(dialog(page)).toContainText('剩 4 次 → 剩 3 次');
  await expect(dialog(page)).toContainText('发出后不能撤回');
  await expect(dialog(page).getByRole('button', { name: '确认，立即发送' })).toBeDisabled();
  await dialog(page).getByRole('textbox').fill('2');
  await look(page, 'mass-send-confirm');
  expect(await violations(page)).toEqual([]);
  await dialog(page).getByRole('button', { name: '确认，立即发送' }).click();
  await expect(page.getByText('已交给微信发送')).toBeVisible();

  const result = page.getByRole('region', { name: '结果' });
  await expect(result).toContainText('送达2', { timeout: 60_000 });
  await expect(page.getByRole('link', { name: '霜降的汤' })).toBeVisible();
  await look(page, 'mass-send-sent');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('link', { name: '群发' }).last().click();
  await expect(page.getByRole('row', { name: /霜降的汤/ })).toContainText('2 / 0 / 0');
  await expect(page.getByText('本月已群发 1 次', { exact: false })).toBeVisible();
  await look(page, 'mass-sends');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: /^霜降的汤/ }).click();
  await page.getByRole('button', { name: '在微信删除…' }).click();
  await expect(dialog(page)).toContainText('粉丝聊天里的卡片还在');
  await dialog(page).getByRole('textbox').fill('霜降的汤');
  await dialog(page).getByRole('button', { name: '在微信删除' }).click();
  await expect(page.getByText('已在微信删除').first()).toBeVisible();
});

test('a scheduled send is moved and canceled', async ({ page, at, followers, weChat }) => {
  await weChat.add('drafts', { title: '立冬将至' });
  await (await followers.person('林小满')).does('follow');
  await followers.synced();
  await choose(page, at, '立冬将至');
  await page.getByRole('radio', { name: '全部粉丝' }).check();
  await page.getByRole('radio', { name: '定时' }).check();
  await page.getByLabel('日期').fill('2020-01-01');
  await expect(page.getByText('这个时间已经过去，换一个晚一点的')).toBeVisible();
  await expect(page.getByRole('button', { name: '定时发送…' })).toBeDisabled();
  await expect(checks(page)).toContainText('发送时间已经过去');
  await page.getByRole('radio', { name: '确认后立即发' }).check();
  await expect(checks(page)).toContainText('发送时间可以用');
  await page.getByRole('radio', { name: '定时' }).check();
  const time = page.getByRole('combobox', { name: '时刻' });
  await time.fill('23:55');
  await page.keyboard.press('Enter');
  const { day, at: planned } = beijing(1, '23:55');
  await page.getByLabel('日期').fill(day);
  const { pathname } = new URL(page.url());
  const plan = async () =>
    (await followers.api<{ scheduled_at: string | null }>('GET', `/mass-sends/${pathname.split('/').at(-1)}`))
      .scheduled_at;
  await expect.poll(async () => Date.parse((await plan()) ?? '')).toBe(Date.parse(planned));

  // The plan is the draft's, and another day's visit finds it.
  await page.goto(page.url());
  await expect(page.getByLabel('日期')).toHaveValue(day);
  await expect(page.getByTitle('23:55')).toBeVisible();
  await page.goto(at(`mass-sends?view=calendar&day=${day}`));
  await expect(page.getByRole('complementary', { name: /星期/ })).toContainText(/23:55.*立冬将至/);
  await page.getByRole('complementary', { name: /星期/ }).getByRole('link', { name: '立冬将至' }).click();
  await page.getByRole('radio', { name: '确认后立即发' }).check();
  await expect.poll(plan).toBeNull();
  await page.goto(page.url());
  await expect(page.getByRole('button', { name: '发送…', exact: true })).toBeEnabled();
  await page.getByRole('radio', { name: '定时' }).check();
  await page.getByRole('button', { name: '定时发送…' }).click();
  await dialog(page).getByRole('textbox').fill('1');
  await dialog(page)
    .getByRole('button', { name: /^确认，.* 发送$/ })
    .click();
  await expect(page.getByText(/^已定在 .* 发送$/)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('等待发送');

  await page.getByRole('button', { name: '改时间…' }).click();
  await dialog(page).getByRole('combobox', { name: '时刻' }).fill('23:55');
  await page.keyboard.press('Enter');
  await look(page, 'mass-send-reschedule');
  expect(await violations(page)).toEqual([]);
  await dialog(page)
    .getByRole('button', { name: '取 消' })
    .or(dialog(page).getByRole('button', { name: '取消' }))
    .first()
    .click();
  await page.getByRole('button', { name: '取消发送…' }).click();
  await dialog(page).getByRole('button', { name: '取消发送' }).click();
  await expect(page.getByText('已取消，不会发出')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('已取消');
  await page.getByRole('button', { name: '删除记录' }).click();
  await dialog(page)
    .getByRole('button', { name: /删\s?除/ })
    .click();
  await expect(page.getByRole('heading', { name: '还没有群发过' })).toBeVisible();
  const { sends } = await followers.sandbox<{ sends: unknown[] }>('GET', `/accounts/${followers.appId}/mass`);
  expect(sends).toEqual([]);
});
