import type { APIRequestContext, Page } from '@playwright/test';
import { test as base, expect } from './test';

export { expect };

type List = 'drafts' | 'history' | 'published';
type Article = { title: string; digest?: string; content?: string; author?: string };
type Item = { media_id: string; articles: { title: string }[] };

/** The sandbox's side of one account: what happens at WeChat while the console is used. */
export class WeChat {
  constructor(
    readonly appId: string,
    private readonly request: APIRequestContext,
  ) {}

  /** Opens an account at WeChat, empty. */
  static async account(
    request: APIRequestContext,
    account: { name: string; secret: string; kind?: 'service' | 'subscription'; verified?: boolean },
  ): Promise<WeChat> {
    const appId = `wxe2e${Date.now().toString(36)}${process.pid.toString(36)}${(made++).toString(36)}`;
    const answer = await request.post(`${process.env.TUWEN_E2E_SANDBOX}/console/api/accounts`, {
      data: { app_id: appId, original_id: `gh_${appId.slice(2)}`, kind: 'service', verified: true, ...account },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    return new WeChat(appId, request);
  }

  private async call<T>(method: string, path: string, data?: unknown): Promise<T> {
    const url = `${process.env.TUWEN_E2E_SANDBOX}/console/api/accounts/${this.appId}${path}`;
    const response = await this.request.fetch(url, { method, ...(data !== undefined && { data }) });
    expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true);
    return (await response.json()) as T;
  }

  /** Puts items of the sandbox's own writing into the lists. */
  async seed(counts: { drafts?: number; history?: number; published?: number }): Promise<void> {
    await this.call('POST', '/seed', { drafts: 0, history: 0, published: 0, seed: 7, body_size: 0, ...counts });
  }

  /** Makes the menu that mp.weixin.qq.com itself shows. */
  async websiteMenu(...website: { type: string; name: string; value: string }[]): Promise<void> {
    await this.call('PUT', '/menu', { website });
  }

  /** Tells WeChat where to push; it verifies the address first. */
  async pushTo(callback: { url: string; message_token: string; encoding_aes_key: string }): Promise<void> {
    await this.call('PUT', '/callback', { ...callback, encryption: 'safe' });
  }

  async add(list: List, ...articles: Article[]): Promise<string> {
    const item = await this.call<Item>('POST', `/${list}`, { articles: articles.map(whole), rewrite: false });
    return item.media_id;
  }

  async edit(list: List, id: string, ...articles: Article[]): Promise<void> {
    await this.call('PUT', `/${list}/${encodeURIComponent(id)}`, { articles: articles.map(whole), rewrite: false });
  }

  async remove(list: List, id: string): Promise<void> {
    await this.call('DELETE', `/${list}/${encodeURIComponent(id)}`);
  }

  async titles(list: List): Promise<string[]> {
    const { items } = await this.call<{ items: Item[] }>('GET', `/${list}?limit=100`);
    return items.map((item) => item.articles[0]?.title ?? '');
  }

  /** How often an interface was called since the last {@link forgetCalls}. */
  async calls(path: string): Promise<number> {
    const all = await this.call<Record<string, number>>('GET', '/calls');
    return Object.entries(all)
      .filter(([name]) => name.endsWith(path))
      .reduce((sum, [, n]) => sum + n, 0);
  }

  async forgetCalls(): Promise<void> {
    await this.call('DELETE', '/calls');
  }

  /** Makes the next calls of an interface fail, or be slow. */
  async fault(fault: { path: string; next: number; kind: string; delay_ms?: number; errcode?: number }): Promise<void> {
    await this.call('POST', '/faults', { errcode: 0, errmsg: '', http_status: 0, delay_ms: 0, ...fault });
  }

  async mend(): Promise<void> {
    await this.call('DELETE', '/faults');
  }

  /** Changes what WeChat's own settings say: the whitelist, the secret, what the account may call. */
  async setUp(settings: {
    ip_whitelist?: string[];
    seen_as?: string;
    secret?: string;
    permission?: { prefix: string; allowed: boolean };
  }): Promise<void> {
    await this.call('PATCH', '', settings);
  }

  async limit(path: string, limit: number): Promise<void> {
    await this.call('PUT', '/quotas', { path, limit });
  }
}

function whole({ title, digest = '', content = '<p>正文</p>', author = '小满' }: Article) {
  return { title, digest, content, author };
}

let made = 0;

/** The test with an account of its own, connected and empty, so that specs run beside each other. */
export const test = base.extend<{ weChat: WeChat; materials: (search?: string) => string }>({
  weChat: async ({ request }, use, info) => {
    info.slow();
    const secret = 'e2e0123456789abcdef0123456789abc';
    const name = `测试 ${(made + 1).toString(36)}`;
    const weChat = await WeChat.account(request, { name, secret });
    const { appId } = weChat;
    const account = { app_id: appId, name, kind: 'service', verified: true, app_secret: secret };
    const connected = await request.post('/api/v1/accounts', {
      data: { ...account, api_base_url: process.env.TUWEN_E2E_SANDBOX },
    });
    expect(connected.ok(), await connected.text()).toBe(true);
    await use(weChat);
    await request.delete(`/api/v1/accounts/${appId}`);
  },
  materials: async ({ weChat }, use) => {
    await use((search = '') => `/accounts/${weChat.appId}/materials${search}`);
  },
});

/** The titles of the rows as they stand. */
export async function rowTitles(page: Page): Promise<string[]> {
  return page.locator('tr[data-row] [data-primary]').allInnerTexts();
}

/** The row whose title is this; the n-th of those that share it. */
export function row(page: Page, title: string, n = 0) {
  return page
    .locator('tr[data-row]')
    .filter({ has: page.getByText(title, { exact: true }) })
    .nth(n);
}

/** Starts a full sync from the menu and waits for its end. */
export async function fullSync(page: Page): Promise<void> {
  await page.getByRole('button', { name: '从微信同步' }).click();
  await page.getByRole('menuitem', { name: /^全量同步/ }).click();
  await page.getByRole('button', { name: '开始全量同步' }).click();
  await finished(page, '全量同步完成');
}

/** Starts an incremental sync from the menu and waits for its end. */
export async function incrementalSync(page: Page): Promise<void> {
  await page.getByRole('button', { name: '从微信同步' }).click();
  await page.getByRole('menuitem', { name: /^增量同步/ }).click();
  await finished(page, '增量同步完成');
}

async function finished(page: Page, words: string): Promise<void> {
  await expect(page.locator('b').filter({ hasText: words })).toBeVisible({ timeout: 40_000 });
}

/** Puts the result out of sight, so that the next one cannot be taken for it. */
export async function readResult(page: Page): Promise<void> {
  await page.getByRole('button', { name: '知道了' }).click();
}
