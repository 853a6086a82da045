import type { Page } from '@playwright/test';
import { expect, row, test, type WeChat } from './materials-account';
import { look, pickUp, violations } from './test';

const list = (weChat: WeChat) => `/accounts/${weChat.appId}/conversations`;
const api = (weChat: WeChat) => `/api/v1/accounts/${weChat.appId}`;
const option = (page: Page, n: number) => page.getByRole('textbox', { name: `选项 ${n}`, exact: true });
const reply = (page: Page) => page.getByRole('region', { name: /^选项 \d+$/ });

/** Makes a conversation by the API, each option answering with its own words. */
async function made(page: Page, weChat: WeChat, name: string, ...labels: string[]): Promise<string> {
  const options = labels.map((label) => ({ label, reply: { kind: 'text', text: `${label}的回答` } }));
  const answer = await page.request.post(`${api(weChat)}/conversations`, {
    data: { name, opening: '选一个', options },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).id;
}

test('the first conversation is written in the phone, and what is missing is told in place', async ({
  page,
  weChat,
}) => {
  await page.goto(list(weChat));
  await expect(page.getByRole('heading', { name: '还没有菜单会话' })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: '新建会话' }).last().click();
  await page.getByRole('button', { name: '保存会话' }).click();
  await expect(page.getByText('给会话起个名字')).toBeVisible();
  await expect(page.getByText('写一句开场白，说说可以选什么')).toBeVisible();
  await page.getByLabel('会话名称').fill('门店助手');
  await page.getByLabel('开场白').fill('想问什么？');
  await option(page, 1).fill('地址');
  await reply(page).getByLabel('文字内容').fill('愚园路 608 弄');
  await option(page, 1).press('Enter');
  await expect(option(page, 2)).toBeFocused();
  await page.keyboard.type('时间');
  await reply(page).getByLabel('文字内容').fill('十点到九点');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('已保存「门店助手」')).toBeVisible();
  await expect(page).toHaveURL(/\/conversations\/(?!new)/);
  await page.getByRole('link', { name: '菜单会话' }).last().click();
  await expect(row(page, '门店助手')).toContainText('没有入口');
});

test('options are put in order by keys, which is told, taken back and saved', async ({ page, weChat }) => {
  const id = await made(page, weChat, '排序', '甲', '乙', '丙');
  await page.goto(`${list(weChat)}/${id}`);
  await page.getByRole('button', { name: '移动「丙」' }).focus();
  await pickUp(page, '已拿起「丙」，现在是第 3 个，共 3 个。');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByText('「丙」移到第 2 个，共 3 个。')).toBeAttached();
  await page.keyboard.press('Space');
  await expect(option(page, 2)).toHaveValue('丙');
  await page.keyboard.press('Control+z');
  await expect(option(page, 2)).toHaveValue('乙');
  await page.keyboard.press('Control+Shift+z');
  await expect(option(page, 2)).toHaveValue('丙');
  await page.getByRole('button', { name: '保存会话' }).click();
  await expect(page.getByText('已保存「排序」')).toBeVisible();
  await page.reload();
  await expect(option(page, 2)).toHaveValue('丙');
  await option(page, 1).click();
  await reply(page).getByRole('button', { name: '下移' }).click();
  await expect(option(page, 2)).toHaveValue('甲');
});

test('S17: an article comes out of the picker, which takes single ones only; a draft is refused with the reason', async ({
  page,
  weChat,
}) => {
  await weChat.add('published', { title: '只有一篇' });
  await weChat.add('published', { title: '有两篇' }, { title: '第二篇' });
  const draft = await weChat.add('drafts', { title: '还是草稿' });
  await page.request.get(`${api(weChat)}/drafts`);
  const id = await made(page, weChat, '读文章', '读一篇');
  await page.goto(`${list(weChat)}/${id}`);
  await reply(page).getByRole('radio', { name: '图文' }).check();
  await reply(page).getByRole('button', { name: '选择图文' }).click();
  const picker = page.getByRole('dialog', { name: '选择图文 · 菜单会话' });
  await expect(picker.getByText('草稿箱')).toHaveCount(0);
  await picker.getByText('已发布', { exact: true }).click();
  await expect(picker.getByRole('option', { name: /有两篇/ })).toContainText('多图文不能用于菜单会话');
  await picker.getByRole('option', { name: /只有一篇/ }).click();
  await picker.getByRole('button', { name: '用这条' }).click();
  await expect(reply(page)).toContainText('只有一篇');

  // As if the published one had been a draft all along.
  const save = `**${api(weChat)}/conversations/${id}`;
  await page.route(save, async (route) => {
    const body = route.request().postDataJSON();
    if (route.request().method() !== 'PUT') return route.continue();
    body.options[0].reply.media_id = draft;
    return route.continue({ postData: JSON.stringify(body) });
  });
  await page.getByRole('button', { name: '保存会话' }).click();
  await expect(page.getByText('草稿不能用作回复，先发布它，或从历史图文里选一篇。')).toBeVisible();
  await page.unroute(save);
  await page.getByRole('button', { name: '保存会话' }).click();
  await expect(page.getByText('已保存「读文章」')).toBeVisible();
});

test('a conversation leads to another: the map shows it and goes there, the trial answers through both', async ({
  page,
  weChat,
}) => {
  await made(page, weChat, '喝茶', '绿茶', '红茶');
  const id = await made(page, weChat, '总入口', '学着喝茶');
  await page.goto(`${list(weChat)}/${id}`);
  await reply(page).getByRole('radio', { name: '菜单会话' }).check();
  await reply(page).getByRole('combobox', { name: '菜单会话' }).click();
  await page.getByTitle('喝茶', { exact: true }).click();
  const map = page.getByRole('navigation', { name: '会话地图' });
  await expect(map.getByText('选「学着喝茶」')).toBeVisible();
  await page.getByRole('radio', { name: '试一试' }).check();
  const chat = page.getByRole('log');
  await chat.getByRole('button', { name: '学着喝茶' }).click();
  await page.getByLabel('像粉丝那样回复一个数字').fill('②');
  await page.getByRole('button', { name: '发送' }).click();
  await expect(chat.getByText('红茶的回答')).toBeVisible();
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked++;
    void dialog.dismiss();
  });
  await map.getByRole('link', { name: '喝茶' }).click();
  await expect.poll(() => asked).toBe(1);
  await page.getByRole('button', { name: '保存会话' }).click();
  await expect(page.getByText('已保存「总入口」')).toBeVisible();
  await map.getByRole('link', { name: '喝茶' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '喝茶' })).toBeVisible();
  expect(asked).toBe(1);
});

test('deleting names what leads to it, and goes through only by a second choice', async ({ page, weChat }) => {
  const id = await made(page, weChat, '在用的', '甲');
  const replies = [{ kind: 'conversation', conversation_id: id }];
  const rule = { kind: 'keyword', name: '叫出菜单', keywords: [{ text: '菜单', match: 'exact' }], replies };
  const ruleMade = await page.request.post(`${api(weChat)}/reply-rules`, {
    data: { ...rule, exact_case: false, priority: 0, active: true, days: [], mode: 'all' },
  });
  expect(ruleMade.ok(), await ruleMade.text()).toBe(true);
  await page.goto(list(weChat));
  const more = page.getByRole('button', { name: '更多操作：「在用的」' });
  await more.click();
  await page.getByRole('menuitem', { name: '删除…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('叫出菜单');
  await dialog.getByRole('button', { name: '删除会话' }).click();
  await expect(dialog).toContainText('有 1 处会引到它');
  await dialog.getByRole('button', { name: '仍要删除' }).click();
  await expect(page.getByText('已删除「在用的」')).toBeVisible();
  await expect(page.getByRole('heading', { name: '还没有菜单会话' })).toBeVisible();
});

test('what somebody else saved meanwhile is shown, and one chooses', async ({ page, weChat }) => {
  const id = await made(page, weChat, '两人改', '甲');
  await page.goto(`${list(weChat)}/${id}`);
  await page.getByLabel('开场白').fill('我的开场');
  const theirs = await (await page.request.get(`${api(weChat)}/conversations/${id}`)).json();
  await page.request.put(`${api(weChat)}/conversations/${id}`, { data: { ...theirs, opening: '别人的开场' } });
  await page.getByRole('button', { name: '保存会话' }).click();
  const conflict = page.getByRole('region', { name: '别人保存的内容' });
  await expect(conflict).toContainText('别人的开场');
  await expect(page.getByLabel('开场白')).toHaveValue('我的开场');
  await look(page, 'conversation-conflict');
  expect(await violations(page)).toEqual([]);
  await conflict.getByRole('button', { name: '用我的覆盖' }).click();
  await expect(page.getByText('已保存「两人改」')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('开场白')).toHaveValue('我的开场');
});
