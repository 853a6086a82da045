import { test as base, expect } from '@playwright/test';
import { start } from './process';

export { expect };

type Lists = { items: { media_id: string; title: string; article_count: number }[] };

/** A demo of its own: the calls of its service account's API, and its WeChat, whose clock can be moved. */
export class Demo {
  constructor(
    readonly origin: string,
    readonly appId: string,
    private readonly weChat: string,
    private readonly fetch: <T>(url: string, method: string, data?: unknown) => Promise<T>,
  ) {}

  /** The address of a screen of the account. */
  at(path: string): string {
    return `${this.origin}/accounts/${this.appId}/${path}`;
  }

  async api<T>(method: string, path: string, data?: unknown): Promise<T> {
    return this.fetch<T>(`${this.origin}/api/v1/accounts/${this.appId}${path}`, method, data);
  }

  /** A call of the sandbox's console under the account. */
  async sandbox<T>(method: string, path: string, data?: unknown): Promise<T> {
    return this.fetch<T>(`${this.weChat}/console/api/accounts/${this.appId}${path}`, method, data);
  }

  /** Moves the clock that console and WeChat share. */
  async pass(seconds: number): Promise<void> {
    await this.fetch(`${this.weChat}/console/api/clock`, 'POST', { seconds });
  }

  /** The newest draft of one article that no mass send has taken yet. */
  async draft(): Promise<{ media_id: string; title: string }> {
    const { items } = await this.api<Lists>('GET', '/drafts?refresh=true');
    const one = items.find(({ article_count, media_id }) => article_count === 1 && !this.taken.has(media_id));
    if (!one) throw new Error('the demo has no draft of one article left');
    this.taken.add(one.media_id);
    return one;
  }

  private readonly taken = new Set<string>();

  /** Sends a draft of the demo to all, at once. */
  async send(): Promise<{ id: string; title: string }> {
    const { media_id, title } = await this.draft();
    const { id } = await this.api<{ id: string }>('POST', '/mass-sends', { media_id, audience: { kind: 'all' } });
    const { preflight } = await this.api<{ preflight: { people: number | null } }>(
      'POST',
      `/mass-sends/${id}/preflight`,
    );
    await this.api('POST', `/mass-sends/${id}/send`, preflight.people === null ? {} : { expected: preflight.people });
    return { id, title };
  }
}

/** The test with a demo of its own, since its clock is moved, and a browser that is signed in to it. */
export const test = base.extend<{ demo: Demo }>({
  demo: async ({ page }, use) => {
    const anyPort = '127.0.0.1:0';
    const { printed, stop } = await start(
      ['demo', '--empty', '--listen', anyPort, '--sandbox-listen', anyPort],
      ['console', 'sandbox'],
    );
    try {
      await page.goto(printed.console ?? '');
      await expect(page.getByTitle('切换公众号')).toBeVisible();
      const call = async <T>(url: string, method: string, data?: unknown): Promise<T> => {
        const response = await page.request.fetch(url, { method, ...(data !== undefined && { data }) });
        expect(response.ok(), `${method} ${url}: ${await response.text()}`).toBe(true);
        return response.json();
      };
      const { origin } = new URL(page.url());
      const { items } = await call<{ items: { app_id: string; kind: string }[] }>(`${origin}/api/v1/accounts`, 'GET');
      const appId = items.find(({ kind }) => kind === 'service')?.app_id ?? '';
      await use(new Demo(origin, appId, new URL(printed.sandbox ?? '').origin, call));
    } finally {
      await stop();
    }
  },
});
