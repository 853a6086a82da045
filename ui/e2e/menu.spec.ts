import type { Page } from '@playwright/test';
import { expect, type Followers, test } from './followers-account';
import { look, pickUp, violations } from './test';

type Button = { name: string; [more: string]: unknown };

const page = (name: string): Button => ({
  id: '',
  name,
  action: 'page',
  url: `https://example.com/${encodeURIComponent(name)}`,
});
const group = (name: string, ...buttons: Button[]): Button => ({ id: '', name, buttons });
const key = (on: Page, name: string | RegExp) =>
  on.getByRole('region', { name: '手机里的菜单' }).getByRole('button', { name, exact: true });
const saved = (on: Page) => expect(on.getByText(/^已自动保存 \d\d:\d\d$/)).toBeVisible();

/** Writes the draft over the API. */
const draft = (followers: Followers, ...buttons: Button[]) =>
  followers.api('PUT', '/menu', { buttons, conditional: [] });
const publish = (followers: Followers) => followers.api('POST', '/menu/publish', {});

/** The names of the menu that followers see, groups with what is in them. */
async function live(followers: Followers): Promise<string[]> {
  type Shown = { name: string; sub_button?: Shown[] | null };
  const { menu } = await followers.sandbox<{ menu: Shown[] | null }>('GET', `/accounts/${followers.appId}/menu`);
  return (menu ?? []).map((b) => [b.name, ...(b.sub_button ?? []).map((sub) => sub.name)].join(' '));
}

/** Somebody makes a menu by the interface, past this console. */
async function elsewhere(on: Page, followers: Followers, ...names: string[]): Promise<void> {
  const weChat = `${process.env.TUWEN_E2E_SANDBOX}/cgi-bin`;
  const token = await on.request.post(`${weChat}/stable_token`, {
    data: { grant_type: 'client_credential', appid: followers.appId, secret: 'e2e0123456789abcdef0123456789abc' },
  });
  const url = `${weChat}/menu/create?access_token=${(await token.json()).access_token}`;
  const button = names.map((name) => ({ type: 'view', name, url: 'https://example.com/other' }));
  const answer = await on.request.post(url, { data: { button } });
  expect(await answer.json()).toMatchObject({ errcode: 0 });
}

test('a first menu is made in the phone, saved by itself, checked and published', async ({
  page: on,
  at,
  followers,
}) => {
  await on.goto(at('menu'));
  await expect(on.getByRole('heading', { name: '还没有菜单' })).toBeVisible();
  await on.getByRole('main').getByRole('button', { name: '添加一级菜单' }).last().click();
  await on.getByRole('textbox', { name: '名称' }).fill('看看');
  await on.getByRole('button', { name: /^添加 0\/5/ }).click();
  await on.getByRole('textbox', { name: '名称' }).fill('线上小店');
  await on.getByRole('radio', { name: /^跳转网页/ }).check();
  await on.getByRole('textbox', { name: '网页地址' }).fill('example.com');
  await expect(on.getByText('「线上小店」的网址不对')).toBeVisible();

  await on.getByRole('button', { name: '发布到微信' }).click();
  const dialog = on.getByRole('dialog');
  await expect(dialog.getByText('先完善这些，才能发布')).toBeVisible();
  await expect(dialog.getByRole('button', { name: '发布到微信' })).toBeDisabled();
  await dialog.getByRole('button', { name: '去完善' }).click();
  await on.getByRole('textbox', { name: '网页地址' }).fill('https://example.com/shop?a=1&b=2');
  await saved(on);
  await on.getByRole('button', { name: '发布到微信' }).click();
  await expect(dialog.getByRole('list', { name: '改动' })).toContainText('新增「看看」');
  await dialog.getByRole('button', { name: '发布到微信' }).click();
  await expect(on.getByText('已发布，粉丝 5 分钟内看到新菜单')).toBeVisible();
  expect(await live(followers)).toEqual(['看看 线上小店']);
  await expect(on.getByText(/^线上版本：/)).toBeVisible();
});

test('buttons are put in order by keys, into another group too, which is told', async ({ page: on, at, followers }) => {
  const five = ['一', '二', '三', '四', '五'].map(page);
  await draft(followers, group('甲', page('甲一'), page('甲二')), group('乙', page('乙一')), group('满', ...five));
  await on.goto(at('menu'));
  await key(on, '甲二').focus();
  await pickUp(on, '已拿起「甲二」，现在是「甲」里第 2 个，共 2 个。');
  await on.keyboard.press('ArrowUp');
  await expect(on.getByText('「甲二」移到「甲」里第 1 个，共 2 个。')).toBeAttached();
  await on.keyboard.press('ArrowRight');
  await expect(on.getByText('「甲二」移到「乙」里的最后。')).toBeAttached();
  await on.keyboard.press('ArrowRight');
  await expect(on.getByText('「满」已有 5 个子菜单，先移走一个再放进来').first()).toBeAttached();
  await on.keyboard.press('Space');
  await expect(on.getByText('「满」已有 5 个子菜单，先移走一个再放进来').first()).toBeVisible();
  await expect(key(on, '甲二')).toBeVisible();

  await key(on, '甲二').focus();
  await pickUp(on, /^已拿起「甲二」/);
  await on.keyboard.press('ArrowRight');
  await expect(on.getByText('「甲二」移到「乙」里的最后。')).toBeAttached();
  await on.keyboard.press('Space');
  await expect(on.getByText('「甲二」已放在「乙」里的最后。')).toBeAttached();
  await expect(key(on, '乙一')).toBeVisible();
  await expect(key(on, '甲二')).toBeVisible();

  await key(on, '满').focus();
  await pickUp(on, '已拿起「满」，现在是一级菜单第 3 个，共 3 个。');
  await on.keyboard.press('ArrowLeft');
  await expect(on.getByText('「满」移到一级菜单第 2 个，共 3 个。')).toBeAttached();
  await on.keyboard.press('Space');
  await saved(on);
  await on.reload();
  const row = on.getByRole('region', { name: '手机里的菜单' }).getByRole('button', { name: /^(甲|乙|满)$/ });
  await expect(row).toHaveText(['甲', '满', '乙']);
});

test('buttons are dragged, and taken back', async ({ page: on, at, followers }) => {
  await draft(followers, group('甲', page('甲一'), page('甲二')), group('乙', page('乙一')), page('丙'));
  await on.goto(at('menu'));
  const middle = async (name: string) => {
    const box = await key(on, name).first().boundingBox();
    if (!box) throw new Error(`${name} is not on the page`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  // What a screen reader hears tells how far the screen is; before that the mouse must not go on.
  const drag = async (from: string, to: string, over: string) => {
    // Hovering waits until both have come to rest.
    await key(on, to).hover();
    await key(on, from).hover();
    const start = await middle(from);
    await on.mouse.move(start.x, start.y);
    await on.mouse.down();
    await on.mouse.move(start.x + 8, start.y + 8, { steps: 3 });
    await expect(on.getByText(`已拿起「${from}」`)).toBeAttached();
    await expect(async () => {
      const end = await middle(to);
      await on.mouse.move(end.x + 2, end.y + 1, { steps: 5 });
      await on.mouse.move(end.x, end.y);
      await expect(on.getByText(over).first()).toBeAttached({ timeout: 2000 });
    }).toPass();
    await on.mouse.up();
  };
  const subs = on.getByRole('region', { name: '手机里的菜单' }).getByRole('button', { name: /^.[一二]$/ });
  await drag('甲一', '甲二', '「甲一」移到「甲」里第 2 个');
  await expect(subs).toHaveText(['甲二', '甲一']);
  await drag('甲一', '乙', '「甲一」移到「乙」里的最后');
  await expect(subs).toHaveText(['乙一', '甲一']);
  await drag('乙一', '丙', '「丙」点了就有动作');
  await expect(on.getByText(/^「丙」点了就有动作/).first()).toBeVisible();
  await on.keyboard.press('Control+z');
  await key(on, '甲').click();
  await expect(subs).toHaveText(['甲二', '甲一']);
  await saved(on);
});

test('a name is counted as phones show it and as WeChat limits it', async ({ page: on, at, followers }) => {
  await draft(followers, page('商城'));
  await on.goto(at('menu'));
  const name = on.getByRole('textbox', { name: '名称' });
  await expect(on.getByText('2 / 4 个汉字')).toBeVisible();
  await name.fill('青禾商城啦');
  await expect(on.getByText('15 / 16 字节')).toBeVisible();
  await expect(on.getByText('手机上后面的字会显示成「…」')).toBeVisible();
  await name.fill('青禾商城来啦');
  await expect(on.getByText(/^多了 2 字节/)).toBeVisible();
  await on.getByRole('button', { name: '发布到微信' }).click();
  await expect(on.getByRole('dialog').getByText('「青禾商城来啦」的名字太长')).toBeVisible();
});

test('what WeChat would refuse is told with its cure, and nothing too much can be added', async ({
  page: on,
  at,
  followers,
}) => {
  const long = `https://example.com/?a=1&b=${'x'.repeat(1025 - 'https://example.com/?a=1&b='.length)}`;
  const five = ['一', '二', '三', '四', '五'].map(page);
  await draft(
    followers,
    { id: '', name: '空组' },
    { id: '', name: '<茶>&🍵', action: 'send', replies: [{ kind: 'material', media_id: 'none' }] },
    group('满', ...five.slice(0, 4), { ...page('远'), url: long }),
  );
  await on.goto(at('menu'));
  await expect(key(on, /^<茶>&🍵/)).toBeVisible();
  await expect(on.getByRole('button', { name: /添加一级菜单/ })).toHaveCount(0);
  await key(on, /^满/).click();
  await expect(on.getByRole('button', { name: /^添加 \d\/5/ })).toHaveCount(0);
  await on.getByRole('button', { name: '发布到微信' }).click();
  const problems = on.getByRole('dialog').getByRole('region', { name: '先完善这些，才能发布' });
  for (const words of ['「空组」', '「<茶>&🍵」', '「远」']) await expect(problems).toContainText(words);
  await expect(problems.getByRole('listitem')).toHaveCount(3);
  await expect(problems.getByRole('button', { name: '去完善' })).toHaveCount(3);
  await expect(on.getByRole('dialog').getByRole('button', { name: '发布到微信' })).toBeDisabled();
  await look(on, 'menu-problems');
  await problems.getByRole('button', { name: '去完善' }).first().click();
  await expect(on.getByRole('textbox', { name: '名称' })).toHaveValue('空组');
});

test('what was changed at WeChat is told, overwritten only knowingly, and can be imported', async ({
  page: on,
  at,
  followers,
}) => {
  await draft(followers, page('商城'));
  await publish(followers);
  await elsewhere(on, followers, '别处');
  await draft(followers, page('商城'), page('联系'));
  await on.goto(at('menu'));
  await on.getByRole('button', { name: '发布到微信' }).click();
  const dialog = on.getByRole('dialog');
  await expect(dialog.getByRole('list', { name: '会被覆盖的改动' })).toContainText('别处');
  await expect(dialog.getByRole('button', { name: '发布到微信' })).toBeDisabled();
  expect(await violations(on)).toEqual([]);
  await dialog.getByRole('button', { name: '取消' }).click();
  await on.reload();
  await on.getByRole('button', { name: '导入微信端的菜单' }).click();
  await expect(key(on, '别处')).toBeVisible();
  await on.getByRole('button', { name: '撤销', exact: true }).last().click();
  await expect(key(on, '联系')).toBeVisible();
  await saved(on);
});

test('an earlier menu goes back into the draft', async ({ page: on, at, followers }) => {
  await draft(followers, page('春天'));
  await publish(followers);
  await draft(followers, page('秋天'));
  await publish(followers);
  await on.goto(at('menu'));
  await on.getByRole('button', { name: '发布记录' }).click();
  const versions = on
    .getByRole('dialog')
    .getByRole('listitem')
    .filter({ has: on.getByRole('button') });
  await expect(versions).toHaveCount(2);
  await expect(versions.first()).toContainText('线上');
  expect(await violations(on)).toEqual([]);
  await versions.last().getByRole('button', { name: '放回草稿' }).click();
  await expect(key(on, '春天')).toBeVisible();
  await expect(on.getByText(/处改动还没发布/)).toBeVisible();
  expect(await live(followers)).toEqual(['秋天']);
});

test('two who edit at once: the second is told, and chooses', async ({ page: on, at, followers }) => {
  await draft(followers, page('商城'));
  await on.goto(at('menu'));
  await expect(key(on, '商城')).toBeVisible();
  await draft(followers, page('别人的'));
  await on.getByRole('textbox', { name: '名称' }).fill('我的');
  const conflict = on.getByRole('region', { name: '别人保存的草稿' });
  await expect(conflict.getByRole('list')).toContainText('别人的');
  await look(on, 'menu-conflict');
  expect(await violations(on)).toEqual([]);
  await conflict.getByRole('button', { name: '用我的覆盖' }).click();
  await saved(on);
  await on.reload();
  await expect(key(on, '我的')).toBeVisible();
});

test('taps of a button are counted', async ({ page: on, at, followers }) => {
  const says = { id: 'hello', name: '你好', action: 'send', replies: [{ kind: 'text', text: '你好呀' }] };
  await draft(followers, says);
  await publish(followers);
  const person = await followers.person('小满');
  await person.does('follow');
  await person.does('tap', { key: 'tuwen:hello' });
  await person.does('tap', { key: 'tuwen:hello' });
  await on.goto(at('menu'));
  await expect(on.getByRole('region', { name: '近 7 天点击' })).toContainText('2');
});

test('WeChat refuses the publication: draft and live stay, and the reason is told', async ({
  page: on,
  at,
  followers,
  weChat,
}) => {
  await draft(followers, page('商城'));
  await publish(followers);
  await draft(followers, page('联系'));
  await on.goto(at('menu'));
  await on.getByRole('button', { name: '发布到微信' }).click();
  await weChat.fault({ path: '/cgi-bin/menu/create', next: 1, kind: 'errcode', errcode: 40055 });
  await on.getByRole('dialog').getByRole('button', { name: '发布到微信' }).click();
  await expect(on.getByRole('dialog').getByRole('alert')).toContainText('微信不接受菜单里的一个域名');
  expect(await live(followers)).toEqual(['商城']);
  await expect(on.getByText('处改动还没发布')).toBeVisible();
});

test('a conditional menu is made for a kind of phone, and removed again', async ({ page: on, at, followers }) => {
  await draft(followers, page('商城'));
  await on.goto(at('menu'));
  await on.getByRole('button', { name: '个性化菜单' }).click();
  const rule = on.getByRole('region', { name: '给谁看' });
  await expect(rule).toContainText('个性化菜单还没有选给谁看');
  expect(await violations(on)).toEqual([]);
  await rule.getByRole('textbox', { name: '名称，粉丝看不到' }).fill('安卓用户');
  await rule.getByRole('combobox', { name: '手机' }).click();
  await on.getByTitle('安卓', { exact: true }).click();
  await on.getByRole('textbox', { name: '名称', exact: true }).fill('安卓商城');
  await saved(on);
  await on.getByRole('button', { name: '发布到微信' }).click();
  await on.getByRole('dialog').getByRole('button', { name: '发布到微信' }).click();
  await expect(on.getByText('已发布，粉丝 5 分钟内看到新菜单')).toBeVisible();
  type State = { live: { menu: { conditional: { platform: string; buttons: { name: string }[] }[] } } };
  const { live: now } = await followers.api<State>('GET', '/menu');
  expect(now.menu.conditional).toMatchObject([{ platform: 'android', buttons: [{ name: '安卓商城' }] }]);
  expect(await live(followers)).toEqual(['商城']);

  await rule.getByRole('button', { name: '删除这份' }).click();
  await expect(rule).toBeHidden();
  await expect(key(on, '商城')).toBeVisible();
  await on.getByText('已删除「安卓用户」').getByRole('button', { name: '撤销' }).click();
  await expect(rule).toBeVisible();
  await expect(key(on, '安卓商城')).toBeVisible();
  await saved(on);
});

test.describe('where the account has no right to', () => {
  test('an unverified one is told why, and keeps a draft', async ({ page: on, request, at, followers }) => {
    await request.patch(`/api/v1/accounts/${followers.appId}`, { data: { kind: 'subscription', verified: false } });
    await draft(followers, page('商城'));
    await on.goto(at('menu'));
    await expect(on.getByText('这个公众号不能用接口改菜单。')).toBeVisible();
    await expect(on.getByRole('button', { name: '发布到微信' })).toBeDisabled();
    await expect(on.getByRole('radio', { name: /^打开小程序/ })).toBeDisabled();
    expect(await violations(on)).toEqual([]);
  });
});

test('three articles of one material are ticked, and each goes out after a tap', async ({
  page: on,
  at,
  followers,
}) => {
  const articles = ['茶', '汤', '酒', '饭'].map((title) => ({ title, content: `<p>${title}</p>` }));
  await followers.sandbox('POST', `/accounts/${followers.appId}/history`, { articles });
  await followers.api('POST', '/syncs', { mode: 'full', accept_pause: false });
  type Materials = { items: { media_id: string }[] };
  let mediaId = '';
  await expect(async () => {
    const { items } = await followers.api<Materials>('GET', '/history');
    mediaId = items[0]?.media_id ?? '';
    expect(mediaId).not.toBe('');
  }).toPass();
  await draft(followers, {
    id: 'read',
    name: '看看',
    action: 'send',
    replies: [{ kind: 'material', media_id: mediaId }],
  });
  await on.goto(at('menu'));
  const ticks = on.getByRole('group', { name: '发哪几篇' });
  await ticks.getByRole('checkbox', { name: '2. 汤' }).check();
  await ticks.getByRole('checkbox', { name: '4. 饭' }).check();
  await expect(ticks.getByRole('checkbox', { name: '3. 酒' })).toBeDisabled();
  expect(await violations(on)).toEqual([]);
  await look(on, 'menu-articles');
  await saved(on);
  await publish(followers);
  const person = await followers.person('小满');
  await person.does('follow');
  await person.does('tap', { key: 'tuwen:read' });
  await expect(async () => {
    type Messages = { items: { state: string; reply: { article?: number } }[] };
    const { items } = await followers.api<Messages>('GET', `/messages?openid=${await person.openId()}`);
    expect(items.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  }).toPass();
});

test('a material leads from its own page to the menu, onto the button that is chosen', async ({
  page: on,
  at,
  followers,
}) => {
  await followers.sandbox('POST', `/accounts/${followers.appId}/history`, {
    articles: [{ title: '一锅暖汤', content: '<p>汤</p>' }],
  });
  await followers.api('POST', '/syncs', { mode: 'full', accept_pause: false });
  await draft(followers, group('看看', page('线上小店'), page('门店')));
  await on.goto(at('materials?tab=history'));
  await on.getByRole('button', { name: '《一锅暖汤》的更多操作' }).click();
  await on.getByRole('menuitem', { name: '放入菜单' }).click();
  const strip = on.getByRole('status').filter({ hasText: '把《一锅暖汤》放进菜单' });
  await key(on, '看看').click();
  await expect(strip.getByRole('button', { name: '放进「看看」' })).toBeDisabled();
  await expect(strip).toContainText('换成里面的一个');
  await key(on, '门店').click();
  expect(await violations(on)).toEqual([]);
  await look(on, 'menu-put');
  await strip.getByRole('button', { name: '放进「门店」' }).click();
  await expect(on.getByText('《一锅暖汤》已放进「门店」，发布以后生效')).toBeVisible();
  await expect(strip).toBeHidden();
  await expect(on.getByRole('form', { name: /门店/ })).toContainText('一锅暖汤');
  await saved(on);
  type State = { draft: { buttons: { buttons?: { name: string; action: string; replies?: { kind: string }[] }[] }[] } };
  const { draft: kept } = await followers.api<State>('GET', '/menu');
  const button = kept.buttons[0]?.buttons?.find(({ name }) => name === '门店');
  expect([button?.action, button?.replies?.map(({ kind }) => kind)]).toEqual(['send', ['material']]);
});

test('who may only look sees the menu, and can change nothing', async ({ page: on, at, followers }) => {
  await draft(followers, page('商城'));
  await publish(followers);
  await draft(followers, page('联系'));
  const viewer = { email: `${followers.appId}@example.com`, password: 'to-look-at-things' };
  const made = await on.request.post('/api/v1/operators', { data: { ...viewer, name: '小看', role: 'viewer' } });
  expect(made.status()).toBe(201);
  await on.context().clearCookies();
  expect((await on.request.post('/api/v1/session', { data: viewer })).ok()).toBe(true);
  await on.goto(at('menu'));
  await expect(key(on, '联系')).toBeVisible();
  await expect(on.getByText('你的角色只能查看')).toBeVisible();
  for (const name of ['发布到微信', '更多操作', '撤销', '重做', '添加一级菜单', '个性化菜单', '逐条查看']) {
    await expect(on.getByRole('main').getByRole('button', { name, exact: true })).toHaveCount(0);
  }
  await expect(on.getByRole('textbox', { name: '名称' })).toBeDisabled();
  await on.getByRole('button', { name: '发布记录' }).click();
  await expect(on.getByRole('dialog').getByText(/发布$/)).toBeVisible();
  await expect(on.getByRole('dialog').getByRole('button', { name: '放回草稿' })).toHaveCount(0);
  expect(await violations(on)).toEqual([]);
});

test('the menu is removed at WeChat, which is asked about, and the draft is published again', async ({
  page: on,
  at,
  followers,
}) => {
  await draft(followers, page('商城'));
  await on.goto(at('menu'));
  await expect(key(on, '商城')).toBeVisible();
  await expect(on.getByRole('button', { name: '更多操作' })).toBeHidden();
  await publish(followers);
  await elsewhere(on, followers, '别处');
  await on.goto(`${at('menu')}?panel=publish`); // which reads WeChat at once
  await on.getByRole('dialog').getByRole('button', { name: '取消' }).click();
  await on.getByRole('button', { name: '更多操作' }).click();
  await on.getByRole('menuitem', { name: '从微信移除菜单…' }).click();
  const dialog = on.getByRole('dialog');
  await expect(dialog.getByRole('list', { name: '会被覆盖的改动' })).toContainText('别处');
  await expect(dialog.getByRole('button', { name: '移除菜单' })).toBeDisabled();
  expect(await violations(on)).toEqual([]);
  await look(on, 'menu-remove');
  await dialog.getByRole('checkbox', { name: '我知道，一起移除' }).check();
  await dialog.getByRole('button', { name: '移除菜单' }).click();
  await expect(on.getByText('已移除，粉丝 5 分钟内不再看到菜单')).toBeVisible();
  expect(await live(followers)).toEqual([]);
  await expect(on.getByText(/^线上没有菜单：/)).toBeVisible();
  await expect(on.getByRole('button', { name: '更多操作' })).toBeHidden();
  await on.getByRole('button', { name: '发布记录' }).click();
  await expect(on.getByRole('dialog').getByText(/移除了菜单$/)).toBeVisible();
  await look(on, 'menu-removed-versions');
  await on.keyboard.press('Escape');
  await on.getByRole('button', { name: '发布到微信' }).click();
  await on.getByRole('dialog').getByRole('button', { name: '发布到微信' }).click();
  await expect(on.getByText('已发布，粉丝 5 分钟内看到新菜单')).toBeVisible();
  expect(await live(followers)).toEqual(['商城']);
});
