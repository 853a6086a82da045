import type { Page } from '@playwright/test';
import { expect, type Followers, test } from './followers-account';
import { row } from './materials-account';
import { look, violations } from './test';

type Graph = Record<string, unknown>;
type Journey = { id: string; name: string; revision: number; version: number; graph: Graph; state: string };

const plain = (id: string, text: string, to = '') => ({
  id,
  kind: 'send',
  reply: { kind: 'text', text },
  exits: [{ id: `${id}-1`, ...(to && { to }) }],
});
const graphOf = (first: string, steps: unknown[], trigger: Graph = { kind: 'follow' }): Graph => ({
  trigger,
  first,
  steps,
  reentry: { kind: 'never' },
  daily_cap: 0,
  quiet: null,
});

/** Makes a journey by the API. */
async function made(followers: Followers, name: string, graph: Graph): Promise<Journey> {
  const journey = await followers.api<Journey>('POST', '/journeys', { name });
  return followers.api('PUT', `/journeys/${journey.id}`, { name, graph, revision: journey.revision });
}
const saved = (page: Page) => expect(page.getByRole('status').filter({ hasText: '已自动保存' })).toBeVisible();
const step = (page: Page, name: string) => page.locator('.react-flow__node').filter({ hasText: name });
const settings = (page: Page) => page.getByRole('complementary', { name: '步骤设置' });

test('a journey is made of a template, finished where it says so, and started', async ({ page, at }) => {
  await page.goto(at('journeys'));
  await expect(page.getByRole('heading', { name: '还没有客户旅程' })).toBeVisible();
  await page.getByRole('button', { name: /^新粉欢迎/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '新粉欢迎' })).toBeAttached();
  await expect(page.getByRole('button', { name: '开始运行' })).toBeDisabled();

  // What the template leaves open is taken out: one step after the other, by key.
  await page.getByRole('button', { name: /处待完善/ }).click();
  await expect(page.getByRole('menuitem', { name: /还没有选择图文/ })).toBeVisible();
  await page.keyboard.press('Escape');
  for (const name of ['发送新人图文', '打上「已互动」标签', '打上「未互动」标签']) {
    await step(page, name).click();
    await expect(settings(page)).toBeVisible();
    await settings(page).getByRole('button', { name: '删除这一步' }).click();
  }
  await page.getByLabel('旅程名称').fill('关注欢迎');
  await saved(page);
  await page.getByRole('button', { name: '开始运行' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('关注公众号');
  await dialog.getByRole('button', { name: '确认，开始运行' }).click();
  await expect(page.getByText('「关注欢迎」开始运行')).toBeVisible();
  await expect(page.getByText('运行中')).toBeVisible();
});

test('in English a template names its steps in English', async ({ page, at }) => {
  await page.addInitScript(() => localStorage.setItem('tuwen.language', 'en'));
  await page.goto(at('journeys'));
  await page
    .getByRole('button', { name: /^Welcome/ })
    .first()
    .click();
  await expect(step(page, 'Wait for the reply “福利”')).toBeVisible();
  await expect(step(page, 'Article for newcomers')).toBeVisible();
  await look(page, 'journeys-template-english');
});

test('a journey answers who follows at once', async ({ page, followers, at }) => {
  const journey = await made(followers, '关注欢迎', graphOf('a', [plain('a', '欢迎你来')]));
  await followers.api('POST', `/journeys/${journey.id}/start`);
  const person = await followers.person('阿禾');
  await person.does('follow');
  await page.goto(at(`journeys/${journey.id}`));
  await expect(step(page, '关注公众号')).toContainText('1 人进入', { timeout: 30_000 });
  await expect(step(page, '欢迎你来')).toContainText('送达 1', { timeout: 30_000 });
});

test('whoever is let in is counted on the canvas and in the report, with the way they went', async ({
  page,
  followers,
  at,
}) => {
  const graph = graphOf('a', [plain('a', '给你的话')], { kind: 'api' });
  const journey = await made(followers, '接口叫进来', graph);
  await followers.api('POST', `/journeys/${journey.id}/start`);
  const person = await followers.person('阿禾');
  await person.does('follow');
  await person.does('write', { text: '在吗' });
  await followers.api('POST', `/journeys/${journey.id}/enroll`, { openid: await person.openId() });
  await page.goto(at(`journeys/${journey.id}`));
  await expect(step(page, '接口调用')).toContainText('1 人进入', { timeout: 30_000 });
  await expect(step(page, '给你的话')).toContainText('送达 1', { timeout: 30_000 });
  await page.getByRole('link', { name: '数据' }).click();
  await expect(page.getByRole('region', { name: '合计' })).toContainText('完成1');
  await expect(page.getByRole('region', { name: '每一步' })).toContainText('给你的话');
  await page.getByRole('table', { name: '走过的人' }).getByRole('button').first().click();
  await expect(page.getByRole('dialog', { name: '走过的路' })).toContainText('走完了旅程');
  // What only a former version has is still named, in the report and on the way.
  const one = `/journeys/${journey.id}`;
  const { name, revision } = await followers.api<{ name: string; revision: number }>('GET', one);
  const next = graphOf('b', [plain('b', '别的话')], { kind: 'api' });
  await followers.api('PUT', one, { name, revision, graph: next });
  await followers.api('POST', `${one}/start`);
  await page.goto(at(`journeys/${journey.id}?view=report`));
  const steps = page.getByRole('region', { name: '每一步' });
  await expect(steps).toContainText('别的话');
  await expect(steps.getByRole('row', { name: /给你的话/ })).toContainText('第 1 版的步骤');
  await page.getByRole('table', { name: '走过的人' }).getByRole('button').first().click();
  await expect(page.getByRole('dialog', { name: '走过的路' })).toContainText('给你的话');
  await look(page, 'journeys-report-former');
});

test('the page of people stays when it is loaded anew or come back to, and leads to the first', async ({
  page,
  followers,
  at,
}) => {
  await followers.bulk(23);
  await followers.synced();
  const journey = await made(followers, '很多人', graphOf('a', [plain('a', '你好')], { kind: 'api' }));
  await followers.api('POST', `/journeys/${journey.id}/start`);
  const { items } = await followers.api<{ items: { openid: string }[] }>('GET', '/contacts?limit=100');
  for (const { openid } of items) await followers.api('POST', `/journeys/${journey.id}/enroll`, { openid });
  await page.goto(at(`journeys/${journey.id}?view=report`));
  const people = page.getByRole('region', { name: '走过的人' });
  const pages = people.getByRole('navigation', { name: '翻页' });
  await expect(people).toContainText('1–20 · 共 23 条');
  await expect(pages.getByRole('button', { name: '上一页' })).toBeDisabled();
  await pages.getByRole('button', { name: '下一页' }).click();
  await expect(people).toContainText('21–23 · 共 23 条');
  await page.reload();
  await expect(people).toContainText('21–23 · 共 23 条');
  await expect(pages.getByRole('button', { name: '下一页' })).toBeDisabled();
  await page.getByRole('link', { name: '联系人' }).click();
  await expect(page).toHaveURL(/\/contacts/);
  await page.goBack();
  await expect(people).toContainText('21–23 · 共 23 条');
  await pages.getByRole('button', { name: '上一页' }).click();
  await expect(people).toContainText('1–20 · 共 23 条');
  await expect(page).not.toHaveURL(/cursor|page=/);
});

test('a webhook that nobody takes stands in the report, with its reason and whom it was about', async ({
  page,
  followers,
  at,
}) => {
  const tell = { id: 'h', name: '告诉门店', kind: 'webhook', webhook: { url: 'https://shop.invalid/hook?key=k1' } };
  const graph = graphOf('h', [{ ...tell, exits: [{ id: 'h-1', to: '' }] }], { kind: 'api' });
  const journey = await made(followers, '告诉门店', graph);
  await followers.api('POST', `/journeys/${journey.id}/start`);
  await page.goto(at(`journeys/${journey.id}?view=report`));
  await expect(page.getByText('还没有人进入。')).toBeVisible();
  const open = page.getByRole('region', { name: '没有送到的外部通知' });
  await expect(open).toHaveCount(0);
  const person = await followers.person('阿禾');
  await person.does('follow');
  await person.does('write', { text: '在吗' });
  const openid = await person.openId();
  await followers.api('POST', `/journeys/${journey.id}/enroll`, { openid });
  await expect(async () => {
    await page.reload();
    await expect(open).toContainText('对方没有回应', { timeout: 4_000 });
  }).toPass({ timeout: 60_000 });
  await expect(open).toContainText('shop.invalid');
  await expect(open).toContainText('等待重试');
  await expect(open).not.toContainText('key=k1');
  await open.scrollIntoViewIfNeeded();
  await look(page, 'journeys-report-webhooks');
  await open.getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`contacts\\?open=${openid}`));
});

test('a webhook that was given up is tried again from the report', async ({ page, followers, at }) => {
  // WeChat's simulator takes no such post: it is given up at once.
  const webhook = { url: `${process.env.TUWEN_E2E_SANDBOX}/nobody-takes-this` };
  const tell = { id: 'h', name: '告诉仓库', kind: 'webhook', webhook, exits: [{ id: 'h-1', to: '' }] };
  const journey = await made(followers, '告诉仓库', graphOf('h', [tell], { kind: 'api' }));
  await followers.api('POST', `/journeys/${journey.id}/start`);
  const person = await followers.person('阿仓');
  await person.does('follow');
  const openid = await person.openId();
  await followers.api('POST', `/journeys/${journey.id}/enroll`, { openid });
  await page.goto(at(`journeys/${journey.id}?view=report`));
  const open = page.getByRole('region', { name: '没有送到的外部通知' });
  await expect(async () => {
    await page.reload();
    await expect(open).toContainText('不再重试', { timeout: 4_000 });
  }).toPass({ timeout: 60_000 });
  await expect(open).toContainText('试了 1 次');
  await open.scrollIntoViewIfNeeded();
  await look(page, 'journeys-report-given-up');
  expect(await violations(page)).toEqual([]);
  await open.getByRole('button', { name: /^现在再试/ }).click();
  await expect(open).toContainText('试了 2 次', { timeout: 30_000 });
});

test('a draft is tried with one person, who gets it at once; the trial counts nowhere', async ({
  page,
  followers,
  at,
}) => {
  const journey = await made(followers, '先试试', graphOf('a', [plain('a', '试走的话')], { kind: 'api' }));
  const person = await followers.person('自己');
  await person.does('follow');
  await person.does('write', { text: '我来试' });
  const openId = await person.openId();
  await page.goto(at(`journeys/${journey.id}`));
  await page.getByRole('button', { name: '试走一遍' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '谁来走' }).fill(openId);
  await page.locator('.ant-select-item-option').first().click();
  await dialog.getByRole('button', { name: '开始试走' }).click();
  const path = dialog.getByRole('region', { name: '走到了哪里' });
  await expect(path).toContainText('试走的话', { timeout: 30_000 });
  await expect(path).toContainText('走完了旅程', { timeout: 30_000 });
  const { counts } = await followers.api<{ counts: { entered: number } }>('GET', `/journeys/${journey.id}`);
  expect(counts.entered).toBe(0);
});

test('a running journey is edited as a draft; who enters after publishing takes the new version', async ({
  page,
  followers,
  at,
}) => {
  const journey = await made(followers, '改着走', graphOf('a', [plain('a', '第一版的话')]));
  await followers.api('POST', `/journeys/${journey.id}/start`);
  await page.goto(at(`journeys/${journey.id}?step=a`));
  await settings(page).getByLabel('文字内容').fill('第二版的话');
  await expect(page.getByText('正在运行第 1 版，这里的改动是草稿')).toBeVisible();
  await saved(page);
  await page.getByRole('button', { name: '发布新版本' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '确认，发布新版本' }).click();
  await expect(page.getByText('第 2 版已发布')).toBeVisible();
  await expect(page.getByRole('button', { name: '暂停' })).toBeVisible();
  await page.getByRole('button', { name: '暂停' }).click();
  await expect(page.getByText('已暂停：没有人进入')).toBeVisible();
  await page.getByRole('button', { name: '撤销' }).last().click();
  await expect(page.getByText('已暂停：没有人进入')).toHaveCount(0);
});

test('steps are put on edges, undone, redone, moved and deleted on the canvas', async ({ page, followers, at }) => {
  const journey = await made(followers, '画一画', graphOf('a', [plain('a', '甲', 'b'), plain('b', '乙')]));
  await page.goto(at(`journeys/${journey.id}`));
  await page.getByRole('button', { name: '在「甲」后面插入一步' }).click();
  await page.getByRole('menuitem', { name: '等待' }).click();
  await expect(settings(page).getByRole('heading', { name: '等待' })).toBeVisible();
  await settings(page).getByRole('spinbutton', { name: '等多久' }).fill('2');
  await expect(step(page, '等 2 天')).toBeVisible();
  await saved(page);
  await settings(page).getByRole('button', { name: '关闭设置' }).click();
  await page.keyboard.press('Control+z');
  await expect(step(page, '等 1 天')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.locator('.react-flow__node')).toHaveCount(3);
  await page.keyboard.press('Control+Shift+z');
  await expect(page.locator('.react-flow__node')).toHaveCount(4);

  await step(page, '乙').click();
  await settings(page).getByRole('button', { name: '移动到…' }).click();
  await page.getByRole('button', { name: /^放到这里：在「开始」后面/ }).click();
  await expect(page.getByText('已移动「乙」')).toBeVisible();
  await saved(page);
  const after = await followers.api<Journey>('GET', `/journeys/${journey.id}`);
  expect(after.graph.first).toBe('b');

  await step(page, '乙').click();
  await page.keyboard.press('Delete');
  await expect(page.getByText('已删除「乙」')).toBeVisible();
  await page.getByRole('button', { name: '撤销' }).last().click();
  await expect(step(page, '乙')).toBeVisible();
});

test('the list does all of it by keys alone', async ({ page, followers, at }) => {
  const journey = await made(followers, '只用键盘', graphOf('a', [plain('a', '甲', 'b'), plain('b', '乙')]));
  await page.goto(at(`journeys/${journey.id}?view=list`));
  const list = page.getByRole('region', { name: '旅程的步骤' });
  const line = (name: RegExp) => list.getByRole('button', { name, expanded: false });
  await list.getByRole('button', { name: /开始/ }).first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(line(/^1 发送文字 甲/)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(line(/^2 发送文字 乙/)).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(line(/^1 发送文字 乙/)).toBeFocused();

  // Enter opens the settings and goes into them; Esc comes back.
  await page.keyboard.press('Enter');
  await expect(settings(page).getByLabel('步骤名称')).toBeFocused();
  await page.keyboard.type('问好');
  await page.keyboard.press('Escape');
  await expect(settings(page)).toHaveCount(0);
  await expect(line(/^1 发送文字 问好/)).toBeFocused();

  // A step is added at the end of the way by the menu.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(list.getByRole('button', { name: '在这里添加一步' })).toBeFocused();
  await page.keyboard.press('Enter');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: '等待' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { name: /^3 等待 等 1 天/ })).toBeVisible();
  await saved(page);

  await line(/^2 发送文字 甲/).focus();
  await page.keyboard.press('Delete');
  await expect(list.getByRole('button', { name: /^2 等待/ })).toBeVisible();
  await expect(line(/^1 发送文字 问好/)).toBeFocused();
  await saved(page);
  const { graph } = await followers.api<Journey>('GET', `/journeys/${journey.id}`);
  expect((graph.steps as { kind: string }[]).map(({ kind }) => kind)).toEqual(['send', 'wait']);
});

test('what somebody else saved meanwhile is told, and one chooses', async ({ page, followers, at }) => {
  const journey = await made(followers, '两人改', graphOf('a', [plain('a', '甲')]));
  await page.goto(at(`journeys/${journey.id}`));
  await expect(step(page, '甲')).toBeVisible();
  await followers.api('PUT', `/journeys/${journey.id}`, {
    name: '对方改的',
    graph: journey.graph,
    revision: journey.revision,
  });
  await page.getByLabel('旅程名称').fill('我改的');
  const conflict = page.getByRole('region', { name: '有人同时改了这个旅程' });
  await expect(conflict).toBeVisible();
  await expect(page.getByLabel('旅程名称')).toHaveValue('我改的');
  await conflict.getByRole('button', { name: '用我的覆盖' }).click();
  await saved(page);
  await expect.poll(async () => (await followers.api<Journey>('GET', `/journeys/${journey.id}`)).name).toBe('我改的');
});

test('a wait that closes the window is told at the wait and at the step behind it', async ({ page, followers, at }) => {
  const wait = { id: 'w', kind: 'wait', wait: { kind: 'duration', seconds: 86_400 }, exits: [{ id: 'w1', to: 'b' }] };
  const graph = graphOf('a', [plain('a', '当场的话', 'w'), wait, plain('b', '隔天的话')]);
  const journey = await made(followers, '隔天', graph);
  await page.goto(at(`journeys/${journey.id}`));
  await expect(step(page, '当场的话')).toContainText('送得到 · 当场回复');
  await expect(step(page, '隔天的话')).toContainText('可能发不出去');
  await step(page, '等 1 天').click();
  await expect(settings(page)).toContainText('等 1 天后可能发不出去');
});

test('who stops or deletes is told what it means; a running one is stopped first', async ({ page, followers, at }) => {
  const journey = await made(followers, '要停的', graphOf('a', [plain('a', '甲')]));
  await followers.api('POST', `/journeys/${journey.id}/start`);
  await page.goto(at('journeys'));
  const more = page.getByRole('button', { name: '更多操作：「要停的」' });
  await more.click();
  await expect(page.getByRole('menuitem', { name: /删除/ })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('menuitem', { name: '停止…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '停止旅程' }).click();
  await expect(row(page, '要停的')).toContainText('已停止');
  await more.click();
  await page.getByRole('menuitem', { name: '删除…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删除旅程' }).click();
  await expect(page.getByText('已删除「要停的」')).toBeVisible();
  await expect(page.getByRole('heading', { name: '还没有客户旅程' })).toBeVisible();
});

/** A journey with every kind of step, ways that meet again and a loop. */
const every = graphOf(
  'a',
  [
    plain('a', '欢迎来上课，学完回复「下一课」继续。', 'e'),
    {
      id: 'e',
      kind: 'wait',
      wait: { kind: 'event', event: { kind: 'message', text: '下一课' }, deadline_seconds: 144_000 },
      exits: [
        { id: 'e1', to: 'm' },
        { id: 'e2', to: 'r' },
      ],
    },
    { ...plain('r', '第二课准备好了', 'e'), name: '提醒' },
    {
      id: 'm',
      kind: 'branch',
      exits: [
        { id: 'm1', to: 's', when: { kind: 'tag', tag_ids: [1] } },
        { id: 'm2', to: 'h', when: { kind: 'event', event: { kind: 'tap', days: 7 } } },
        { id: 'm3', to: 't', when: { kind: 'attribute', attribute: 'messages', op: 'at_least', value: '5' } },
        { id: 'm4' },
      ],
    },
    { id: 's', kind: 'send', reply: { kind: 'material' }, exits: [{ id: 's1', to: 't' }] },
    { id: 'h', kind: 'webhook', webhook: { url: 'https://crm.example.com/' }, exits: [{ id: 'h1', to: 't' }] },
    { id: 't', kind: 'tag', exits: [{ id: 't1', to: 'd' }] },
    { id: 'd', kind: 'wait', wait: { kind: 'time_of_day', at: '20:00' }, exits: [{ id: 'd1', to: 'z' }] },
    { id: 'z', kind: 'end', exits: [] },
  ],
  { kind: 'message', text: '课程', match: 'equals' },
);

for (const { width, height } of [
  { width: 1440, height: 900 },
  { width: 1180, height: 800 },
]) {
  test.describe(`${width}×${height}`, () => {
    test.use({ viewport: { width, height } });
    test('the canvas, all settings, the list, the report and the dialogs are for everybody and keep to the policy', async ({
      page,
      followers,
      at,
    }) => {
      test.setTimeout(180_000);
      const broken: string[] = [];
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) broken.push(message.text());
      });
      const { id } = await made(followers, '关键词课程', every);
      const check = async (name: string) => {
        await look(page, `journeys-${name}-${width}`);
        expect(await violations(page), name).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
      };
      for (const open of ['start', 'a', 'e', 'm', 's', 'h', 't', 'd', 'z']) {
        await page.goto(at(`journeys/${id}?step=${open}`));
        await expect(settings(page)).toBeVisible();
        await expect(page.locator('.react-flow__node')).toHaveCount(10);
        await check(`canvas-${open}`);
      }
      await page.getByRole('button', { name: /处待完善/ }).click();
      await check('problems');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: '试走一遍' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await check('try');
      await page.goto(at(`journeys/${id}?view=list&step=m`));
      await expect(settings(page)).toBeVisible();
      await check('list');
      await page.goto(at(`journeys/${id}?view=report`));
      await expect(page.getByRole('region', { name: '走过的人' })).toBeVisible();
      await check('report');
      await page.goto(at('journeys'));
      await expect(row(page, '关键词课程')).toBeVisible();
      await check('journeys');
      await page.getByRole('button', { name: '新建旅程' }).click();
      await expect(page.getByRole('button', { name: /^节日问候/ })).toBeVisible();
      await check('templates');
      expect(broken).toEqual([]);
    });
  });
}

test('a viewer sees all and changes nothing', async ({ page, followers, at }) => {
  const journey = await made(followers, '看一看', graphOf('a', [plain('a', '甲')]));
  const viewer = { email: `${followers.appId}@example.com`, password: 'to-look-at-things' };
  const added = await page.request.post('/api/v1/operators', { data: { ...viewer, name: '小看', role: 'viewer' } });
  expect(added.status()).toBe(201);
  await page.context().clearCookies();
  expect((await page.request.post('/api/v1/session', { data: viewer })).ok()).toBe(true);
  await page.goto(at('journeys'));
  await expect(row(page, '看一看')).toBeVisible();
  await expect(page.getByRole('button', { name: '新建旅程' })).toHaveCount(0);
  await page.getByRole('button', { name: '更多操作：「看一看」' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['查看', '数据']);
  await page.goto(at(`journeys/${journey.id}?step=a`));
  await expect(settings(page).getByLabel('文字内容')).toBeDisabled();
  await expect(page.getByText('你的角色只能查看')).toBeVisible();
  for (const name of ['开始运行', '试走一遍', '撤销', '删除这一步', '在「开始」后面插入一步', '在这里添加一步']) {
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }
  await page.keyboard.press('Escape');
  await page.goto(at(`journeys/${journey.id}?view=list`));
  await page.getByRole('region', { name: '旅程的步骤' }).getByRole('button', { name: /甲/ }).focus();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('region', { name: '旅程的步骤' })).toContainText('甲');
  await expect(page.getByRole('region', { name: '旅程的步骤' })).toContainText('到这里结束');
  expect(await violations(page)).toEqual([]);
});
