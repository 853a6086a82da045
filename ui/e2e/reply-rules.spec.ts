import { expect, type Followers, test, textRule } from './followers-account';
import { row } from './materials-account';
import { look, violations } from './test';

type Message = { from: string; kind: string; text?: string };

/** A rule for words, by the API. */
const keywordRule = (name: string, word: string, answer: string) => ({
  ...textRule('default', name, answer),
  kind: 'keyword',
  keywords: [{ text: word, match: 'contains' }],
});

/** What stands on the phone of somebody, the account's side of it. */
async function heard(followers: Followers, person: { id: string }): Promise<string> {
  const { messages } = await followers.sandbox<{ messages: Message[] }>(
    'GET',
    `/people/${person.id}/chats/${followers.appId}`,
  );
  return JSON.stringify(messages);
}

test('a keyword is answered by a text and an article: on trial, and on a phone', async ({
  page,
  weChat,
  followers,
  at,
}) => {
  await weChat.add('published', { title: '周末市集，来见一面', digest: '29 个手作摊位' });
  await page.goto(at('reply-rules'));
  await expect(page.getByRole('heading', { name: '还没有关键词规则' })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: '新建规则' }).last().click();
  const drawer = page.getByRole('dialog', { name: '新建规则' });
  await drawer.getByRole('button', { name: '保存规则' }).click();
  await expect(drawer.getByText('至少写一个关键词')).toBeVisible();
  await drawer.getByLabel('规则名').fill('问市集');
  await drawer.getByPlaceholder('例如：价格').fill('市集');
  await page.keyboard.press('Enter');
  await drawer.getByLabel('文字内容').fill('这周末就有');
  await drawer.getByRole('button', { name: '再加一条回复' }).click();
  const second = drawer.getByRole('region', { name: '第 2 条', exact: true });
  await second.getByRole('radio', { name: '图文' }).check();
  await second.getByRole('button', { name: '选择图文' }).click();
  const picker = page.getByRole('dialog', { name: /选择图文/ });
  await picker.getByText('已发布', { exact: true }).click();
  await picker.getByRole('option', { name: /周末市集/ }).click();
  await picker.getByRole('button', { name: '用这条' }).click();
  await page.keyboard.press('Control+s');
  await expect(page.getByText('已保存「问市集」')).toBeVisible();
  await expect(row(page, '问市集')).toContainText('连发 2 条');

  const box = page.getByRole('region', { name: '试一试' });
  await box.getByLabel('粉丝发来的话').fill('市集几点开始');
  await page.keyboard.press('Enter');
  await expect(box.getByRole('region', { name: '粉丝会看到' })).toContainText('这周末就有');
  await expect(box.getByRole('region', { name: '粉丝会看到' })).toContainText('29 个手作摊位');
  await expect(box).toContainText('半匹配「市集」，由它回答');
  await box.getByLabel('粉丝发来的话').fill('在吗');
  await page.keyboard.press('Enter');
  await expect(box).toContainText('没有规则回答，粉丝什么也收不到。');
  expect(await violations(page)).toEqual([]);

  const lin = await followers.person('林晚');
  await lin.does('follow');
  await lin.does('write', { text: '市集几点开始' });
  await expect.poll(() => heard(followers, lin)).toContain('周末市集，来见一面');
  expect(await heard(followers, lin)).toContain('这周末就有');
});

test('an article that is lost waits on the overview, which leads to the rule that answers with it', async ({
  page,
  weChat,
  followers,
  at,
}) => {
  const media_id = await weChat.add('published', { title: '周末市集，来见一面' });
  await followers.api('GET', '/materials?use=conversation&source=published');
  const replies = [{ kind: 'material', media_id }];
  const rule = { ...keywordRule('问市集', '市集', ''), replies };
  await followers.api('POST', '/reply-rules', rule);
  await weChat.remove('published', media_id);
  await followers.api('POST', `/materials/${media_id}/sync`);
  await page.goto(at('overview'));
  const todo = page.getByRole('region', { name: '《周末市集，来见一面》发不出去了' });
  await expect(todo).toContainText('自动回复「问市集」现在发的是备用文字');
  await look(page, 'overview-lost-1440');
  expect(await violations(page)).toEqual([]);
  await todo.getByRole('link', { name: '去换一条' }).click();
  await expect(page.getByRole('dialog')).toContainText('周末市集，来见一面');
  await expect(page.getByRole('dialog').getByLabel('规则名')).toHaveValue('问市集');
});

test('two rules with one keyword clash until one of them is off; who is off does not answer', async ({
  page,
  followers,
  at,
}) => {
  await followers.api('POST', '/reply-rules', keywordRule('老价目', '价格', '老价格'));
  await followers.api('POST', '/reply-rules', keywordRule('新价目', '价格', '新价格'));
  const lin = await followers.person('林晚');
  await lin.does('follow');
  await page.goto(at('reply-rules'));
  await expect(page.getByText('「价格」在两条规则里都有：由「老价目」回答，「新价目」轮不到。')).toBeVisible();
  await lin.does('write', { text: '价格' });
  expect(await heard(followers, lin)).toContain('老价格');
  await page.getByRole('switch', { name: '启用「老价目」' }).click();
  await expect(page.getByText('已停用「老价目」')).toBeVisible();
  await expect(page.getByText('「价格」在两条规则里都有', { exact: false })).toBeHidden();
  await lin.does('write', { text: '价格' });
  expect(await heard(followers, lin)).toContain('新价格');
});

test('what somebody else saved meanwhile is shown, and one chooses', async ({ page, followers, at }) => {
  const rule = await followers.api<{ id: string }>('POST', '/reply-rules', keywordRule('价目', '价格', '老价格'));
  await page.goto(at('reply-rules'));
  await row(page, '价目').getByRole('button', { name: '价目' }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('文字内容').fill('我的价格');
  await followers.api('PUT', `/reply-rules/${rule.id}`, keywordRule('价目', '价格', '别人的价格'));
  await drawer.getByRole('button', { name: '保存规则' }).click();
  const conflict = drawer.getByRole('region', { name: '两份修改' });
  await expect(conflict).toContainText('别人的价格');
  await expect(conflict.getByRole('button', { name: '用我的覆盖' })).toBeInViewport({ ratio: 1 });
  await look(page, 'reply-rule-conflict');
  expect(await violations(page)).toEqual([]);
  await conflict.getByRole('button', { name: '用我的覆盖' }).click();
  await expect(drawer).toBeHidden();
  await expect(row(page, '价目')).toContainText('我的价格');
});

test('the replies of mp.weixin.qq.com are warned of and taken over, and what cannot be is named', async ({
  page,
  followers,
  at,
}) => {
  await followers.sandbox('PUT', `/accounts/${followers.appId}/auto-replies`, {
    open: true,
    follow_open: true,
    follow: { type: 'text', content: '欢迎关注' },
    default: { type: '', content: '' },
    rules: [
      {
        name: '问地址',
        created_at: '2026-01-02T03:04:05Z',
        random_one: false,
        keywords: [{ text: '地址', contains: true }],
        replies: [
          { type: 'text', content: '愚园路 608 弄' },
          { type: 'img', content: 'a-picture-of-theirs' },
        ],
      },
    ],
  });
  await page.goto(at('reply-rules'));
  await expect(page.getByText('公众平台后台还开着 2 条自动回复')).toBeVisible();
  await page.getByRole('button', { name: '查看并导入…' }).click();
  const dialog = page.getByRole('dialog', { name: '导入公众平台后台的自动回复' });
  await expect(dialog).toContainText('图片，请在这里重新上传');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: '导入 2 条' }).click();
  await expect(dialog).toContainText('已导入 2 条规则');
  await dialog.getByRole('button', { name: '完成' }).click();
  await expect(row(page, '问地址')).toContainText('愚园路 608 弄');
  await expect(page.getByText('它们都已经在这里了。', { exact: false })).toBeVisible();
  const lin = await followers.person('林晚');
  await lin.does('follow');
  expect(await heard(followers, lin)).toContain('欢迎关注');
  await lin.does('write', { text: '地址在哪' });
  expect(await heard(followers, lin)).toContain('愚园路 608 弄');
});

test('who may only look sees rules and tries them, and can change nothing', async ({ page, followers, at }) => {
  await followers.api('POST', '/reply-rules', keywordRule('问价格', '价格', '99 元'));
  const viewer = { email: `${followers.appId}@example.com`, password: 'to-look-at-things' };
  const made = await page.request.post('/api/v1/operators', { data: { ...viewer, name: '小看', role: 'viewer' } });
  expect(made.status()).toBe(201);
  await page.context().clearCookies();
  expect((await page.request.post('/api/v1/session', { data: viewer })).ok()).toBe(true);
  await page.goto(at('reply-rules'));
  await expect(page.getByRole('switch', { name: '启用「问价格」' })).toBeDisabled();
  await expect(page.getByRole('button', { name: '新建规则' })).toHaveCount(0);
  const box = page.getByRole('region', { name: '试一试' });
  await box.getByLabel('粉丝发来的话').fill('在吗');
  await page.keyboard.press('Enter');
  await expect(box).toContainText('没有规则回答，粉丝什么也收不到。');
  await expect(box.getByRole('button', { name: /建一条规则/ })).toHaveCount(0);
  await row(page, '问价格').getByRole('button', { name: '问价格' }).first().click();
  const drawer = page.getByRole('dialog', { name: '查看规则' });
  await expect(drawer).toContainText('只读角色可以看，不能改');
  await expect(drawer.getByLabel('规则名')).toBeDisabled();
  await expect(drawer.getByRole('button', { name: '保存规则' })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
});
