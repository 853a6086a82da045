import type { Page } from '@playwright/test';
import { expect } from './test';

/** One screen, or one overlay on it, as the checks over all of them open it. */
export type Screen = {
  name: string;
  path: (appId: string) => string;
  /** What is there once the screen has its data. */
  ready: (page: Page) => Promise<void>;
  /** Opens the overlay. */
  open?: (page: Page) => Promise<void>;
};

const heading = (name: string | RegExp) => (page: Page) =>
  expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
const dialog = (page: Page) => expect(page.getByRole('dialog')).toBeVisible();
const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
};
const account = (page: string) => (appId: string) => `/accounts/${appId}/${page}`;
const fixed = (path: string) => () => path;

const overview = { path: account('overview'), ready: heading(/好，|夜深了/) };
const tokens = { path: fixed('/settings/tokens'), ready: heading('API 令牌') };
const operators = {
  path: fixed('/settings/operators'),
  ready: async (page: Page) => expect(page.getByRole('table', { name: '操作员' })).toBeVisible(),
};
const quotas = {
  path: account('quotas'),
  ready: async (page: Page) => expect(page.getByRole('button', { name: '重新读取' })).toBeVisible(),
};

const qrcodes = {
  path: account('qrcodes'),
  ready: async (page: Page) => expect(page.locator('tr[data-row]').first()).toBeVisible(),
};

const replyRules = {
  path: account('reply-rules'),
  ready: async (page: Page) => expect(page.locator('tr[data-row]').first()).toBeVisible(),
};

const journeys = {
  path: account('journeys'),
  ready: async (page: Page) => expect(page.locator('tr[data-row]').first()).toBeVisible(),
};
const journey = async (page: Page) => {
  await press('门店扫码欢迎')(page);
  await expect(page.locator('.react-flow__node').first()).toBeVisible();
};

const conversations = {
  path: account('conversations'),
  ready: async (page: Page) => expect(page.locator('tr[data-row]').first()).toBeVisible(),
};
const conversation = async (page: Page) => {
  await press(/^青禾小管家$/)(page);
  await expect(page.getByRole('radio', { name: '图文' })).toBeVisible();
};

const menu = {
  path: account('menu'),
  ready: async (page: Page) => expect(page.getByRole('region', { name: '近 7 天点击' })).toBeVisible(),
};

// The demo sends in mass once its first sync is over.
const massSends = {
  path: account('mass-sends'),
  ready: async (page: Page) => expect(page.getByRole('row', { name: /已发送/ })).toBeVisible({ timeout: 60_000 }),
};

/** Every screen of this console but the materials, which have specs of their own, and every overlay. */
export const screens: Screen[] = [
  { name: 'overview', ...overview },
  { name: 'quotas', ...quotas },
  { name: 'settings', path: fixed('/settings'), ready: heading('通用') },
  { name: 'accounts', path: fixed('/settings/accounts'), ready: heading('公众号') },
  { name: 'account', path: (appId) => `/settings/accounts/${appId}`, ready: heading(/./) },
  { name: 'connect-credentials', path: fixed('/settings/accounts/connect'), ready: heading('接入公众号') },
  {
    name: 'connect-whitelist',
    path: (appId) => `/settings/accounts/connect?step=whitelist&app=${appId}`,
    ready: async (page) => expect(page.getByText('白名单没有问题')).toBeVisible(),
  },
  {
    name: 'connect-capabilities',
    path: (appId) => `/settings/accounts/connect?step=capabilities&app=${appId}`,
    ready: async (page) => expect(page.getByRole('table', { name: '这个公众号能做什么' })).toBeVisible(),
  },
  { name: 'operators', ...operators },
  { name: 'tokens', ...tokens },
  { name: 'audit', path: fixed('/settings/audit'), ready: heading('审计') },
  { name: 'materials-drafts', path: (appId) => `/accounts/${appId}/materials?tab=drafts`, ready: heading('图文素材') },
  {
    name: 'materials-history',
    path: (appId) => `/accounts/${appId}/materials?tab=history`,
    ready: heading('图文素材'),
  },
  { name: 'qrcodes', ...qrcodes },
  {
    name: 'overlay-qrcode',
    ...qrcodes,
    open: async (page) => {
      await press('静安店 收银台立牌')(page);
      await expect(page.getByRole('dialog').getByRole('heading', { name: '静安店 收银台立牌' })).toBeVisible();
    },
  },
  {
    name: 'overlay-qrcode-maker',
    ...qrcodes,
    open: async (page) => {
      await press('新建二维码')(page);
      await expect(page.getByRole('textbox', { name: '文字内容' })).toBeVisible();
    },
  },
  {
    name: 'overlay-qrcode-download',
    ...qrcodes,
    open: async (page) => {
      await press('更多操作：「静安店 收银台立牌」')(page);
      await page.getByRole('menuitem', { name: '下载图片…' }).click();
      await page.getByRole('checkbox', { name: '下方写一行字' }).check();
      await page.getByRole('checkbox', { name: '中间放一张图片' }).check();
    },
  },
  {
    name: 'overlay-qrcode-import',
    ...qrcodes,
    open: async (page) => {
      await press('批量导入')(page);
      await page.getByLabel('选择 CSV 文件').setInputFiles({
        name: '门店.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          '名称,类型,来源,标签\n南门店收银台,永久,门店,\n北门店收银台,永远,门店,\n西门店橱窗,临时,门店,没有这个标签\n',
        ),
      });
      await expect(page.getByRole('dialog').getByRole('alert')).toContainText('第 4 行');
    },
  },
  {
    name: 'overlay-qrcode-import-start',
    ...qrcodes,
    open: async (page) => {
      await press('批量导入')(page);
      // Hovering waits until the dialog has come to rest.
      await page.getByRole('button', { name: '下载模板' }).hover();
    },
  },
  { name: 'journeys', ...journeys },
  { name: 'journey', ...journeys, open: journey },
  {
    name: 'journey-step',
    ...journeys,
    open: async (page) => {
      await journey(page);
      await page.locator('.react-flow__node').nth(1).click();
      await expect(page.getByRole('complementary', { name: '步骤设置' })).toBeVisible();
    },
  },
  {
    name: 'journey-list',
    ...journeys,
    open: async (page) => {
      await journey(page);
      await press('列表')(page);
      await expect(page.getByRole('region', { name: '旅程的步骤' })).toBeVisible();
    },
  },
  {
    name: 'journey-report',
    ...journeys,
    open: async (page) => {
      await journey(page);
      await page.getByRole('link', { name: '数据' }).click();
      await expect(page.getByRole('region', { name: '走过的人' })).toBeVisible();
    },
  },
  {
    name: 'overlay-journey-templates',
    ...journeys,
    open: async (page) => {
      await press('新建旅程')(page);
      await expect(page.getByRole('button', { name: /^节日问候/ })).toBeVisible();
    },
  },
  {
    name: 'overlay-journey-stop',
    ...journeys,
    open: async (page) => {
      await press('更多操作：「门店扫码欢迎」')(page);
      await page.getByRole('menuitem', { name: '停止…' }).click();
      await dialog(page);
    },
  },
  { name: 'conversations', ...conversations },
  { name: 'conversation', ...conversations, open: conversation },
  {
    name: 'conversation-new',
    path: account('conversations/new'),
    ready: async (page) => expect(page.getByRole('textbox', { name: '文字内容' })).toBeVisible(),
    open: press('保存会话'),
  },
  {
    name: 'conversation-trial',
    ...conversations,
    open: async (page) => {
      await conversation(page);
      await page.getByRole('radio', { name: '试一试' }).check();
      await page.getByRole('log').getByRole('button', { name: '学着喝茶' }).click();
    },
  },
  {
    name: 'overlay-conversation-delete',
    ...conversations,
    open: async (page) => {
      await press('更多操作：「青禾小管家」')(page);
      await page.getByRole('menuitem', { name: '删除…' }).click();
      await dialog(page);
    },
  },
  { name: 'mass-sends', ...massSends },
  {
    name: 'mass-calendar',
    path: account('mass-sends?view=calendar'),
    ready: async (page) =>
      expect(page.getByRole('table', { name: '群发日历' })).toContainText('已发送', { timeout: 60_000 }),
  },
  {
    name: 'mass-send',
    ...massSends,
    open: async (page) => {
      await page
        .getByRole('row', { name: /已发送/ })
        .locator('[data-primary]')
        .click();
      await expect(page.getByRole('region', { name: '结果' })).toBeVisible();
    },
  },
  {
    name: 'mass-send-new',
    path: account('mass-sends/new'),
    ready: async (page) => expect(page.getByRole('heading', { name: '先发给自己看看' })).toBeVisible(),
  },
  {
    name: 'overlay-mass-settings',
    path: account('mass-sends?panel=settings'),
    ready: async (page) => expect(page.getByRole('radio', { name: /最快/ })).toBeVisible(),
  },
  {
    name: 'overlay-publications',
    path: account('materials?panel=publications'),
    ready: async (page) => expect(page.getByRole('dialog', { name: '发布记录' })).toContainText('还没有'),
  },
  { name: 'menu', ...menu },
  {
    name: 'overlay-menu-versions',
    ...menu,
    open: async (page) => {
      await press('发布记录')(page);
      await expect(page.getByRole('button', { name: '放回草稿' }).first()).toBeVisible();
    },
  },
  {
    name: 'menu-page',
    ...menu,
    open: async (page) => {
      await press('去店里')(page);
      await press('线上小店')(page);
      await expect(page.getByRole('textbox', { name: '网页地址' })).toBeVisible();
    },
  },
  { name: 'reply-rules', ...replyRules },
  {
    name: 'reply-rules-trial',
    ...replyRules,
    open: async (page) => {
      await page.getByLabel('粉丝发来的话').fill('价格');
      await page.keyboard.press('Enter');
      await expect(page.getByText('为什么', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'overlay-reply-rule',
    path: account('reply-rules?rule=new'),
    ready: async (page) => expect(page.getByRole('textbox', { name: '文字内容' })).toBeVisible(),
  },
  { name: 'uses', path: account('uses'), ready: heading(/./) },
  { name: 'messages', path: account('messages'), ready: heading('客服消息') },
  { name: 'contacts', path: account('contacts'), ready: heading('联系人') },
  { name: 'tags', path: account('tags'), ready: heading('标签') },
  { name: 'events', path: account('events'), ready: heading('事件') },
  {
    name: 'not-found',
    path: fixed('/nowhere'),
    ready: async (page) => expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible(),
  },
  {
    name: 'not-found-in-account',
    path: account('nowhere'),
    ready: async (page) => expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible(),
  },
  {
    name: 'overlay-accounts',
    ...overview,
    open: async (page) => {
      await page.getByTitle('切换公众号').click();
      await expect(page.getByRole('menu', { name: '切换公众号' })).toBeVisible();
    },
  },
  {
    name: 'overlay-operator',
    ...overview,
    open: async (page) => {
      await page.getByTitle('我的账户').click();
      await expect(page.getByRole('menu', { name: '我的账户' })).toBeVisible();
    },
  },
  {
    name: 'overlay-sign-out-everywhere',
    ...overview,
    open: async (page) => {
      await page.getByTitle('我的账户').click();
      await page.getByRole('menuitem', { name: '在所有设备上退出…' }).click();
      await dialog(page);
    },
  },
  {
    name: 'overlay-command-bar',
    ...overview,
    open: async (page) => {
      await page.keyboard.press('Control+k');
      await dialog(page);
    },
  },
  {
    name: 'overlay-keys',
    ...overview,
    open: async (page) => {
      await page.keyboard.press('?');
      await dialog(page);
    },
  },
  {
    name: 'overlay-operator-editor',
    ...operators,
    open: async (page) => {
      await press('添加操作员')(page);
      await dialog(page);
    },
  },
  {
    name: 'overlay-token-maker',
    ...tokens,
    open: async (page) => {
      await press('创建令牌')(page);
      await dialog(page);
    },
  },
  {
    name: 'overlay-clear-quotas',
    ...quotas,
    open: async (page) => {
      await press('清零额度…')(page);
      await dialog(page);
    },
  },
  {
    name: 'overlay-remove-account',
    path: (appId) => `/settings/accounts/${appId}`,
    ready: heading(/./),
    open: async (page) => {
      await press('移除…')(page);
      await dialog(page);
    },
  },
];
