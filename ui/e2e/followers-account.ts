import type { APIRequestContext } from '@playwright/test';
import { test as base, expect } from './materials-account';

export { expect };

type Act = { text?: string; scene?: string; key?: string; option?: string };

/** What followers of one account do at WeChat, and the console's side of the account over its API. */
export class Followers {
  constructor(
    readonly appId: string,
    private readonly request: APIRequestContext,
  ) {}

  /** Lets WeChat push to this console, in plain mode. */
  async push(console: string): Promise<void> {
    const message_token = 'e2etoken';
    await this.api('PATCH', '', { message_token, encryption: 'plain' });
    await this.sandbox('PUT', `/accounts/${this.appId}/callback`, {
      url: `${console}/callback/${this.appId}`,
      message_token,
      encoding_aes_key: '',
      encryption: 'plain',
      unverified: false,
    });
  }

  /** A call of the console's API under the account. */
  async api<T>(method: string, path: string, data?: unknown): Promise<T> {
    return this.call<T>(`/api/v1/accounts/${this.appId}${path}`, method, data);
  }

  /** Makes somebody who acts, and does not follow yet. */
  async person(name: string): Promise<Person> {
    const { id } = await this.sandbox<{ id: string }>('POST', '/people', { name });
    return new Person(id, this);
  }

  /** Lets many follow at once, of whom nothing is pushed. */
  async bulk(count: number): Promise<void> {
    await this.sandbox('POST', `/accounts/${this.appId}/followers`, { count });
  }

  /** Has the console read who follows, and waits until it has. */
  async synced(): Promise<void> {
    const { id } = await this.api<{ id: string }>('POST', '/syncs', { mode: 'followers' });
    const state = async () => (await this.api<{ state: string }>('GET', `/syncs/${id}`)).state;
    await expect.poll(state, { timeout: 40_000 }).toBe('finished');
  }

  async sandbox<T>(method: string, path: string, data?: unknown): Promise<T> {
    return this.call<T>(`${process.env.TUWEN_E2E_SANDBOX}/console/api${path}`, method, data);
  }

  private async call<T>(url: string, method: string, data?: unknown): Promise<T> {
    const response = await this.request.fetch(url, { method, ...(data !== undefined && { data }) });
    expect(response.ok(), `${method} ${url}: ${await response.text()}`).toBe(true);
    return (response.status() === 204 ? undefined : await response.json()) as T;
  }
}

/** Somebody with a phone. */
export class Person {
  constructor(
    /** At the sandbox; their WeChat ID, which nobody else has, while many may have their name. */
    readonly id: string,
    private readonly at: Followers,
  ) {}

  /** follow, unfollow, write, tap, option or scan; returns once the push was answered. */
  async does(verb: string, act: Act = {}): Promise<void> {
    const whole = { text: '', ticket: '', scene: '', key: '', option: '', ...act };
    await this.at.sandbox('POST', `/people/${this.id}/chats/${this.at.appId}/${verb}`, whole);
  }

  /** The person's openid at the account. */
  async openId(): Promise<string> {
    return (await this.at.sandbox<{ openid: string }>('GET', `/people/${this.id}/chats/${this.at.appId}`)).openid;
  }
}

/** The test with an account of its own that WeChat pushes to. */
export const test = base.extend<{ followers: Followers; at: (path: string) => string }>({
  followers: async ({ weChat, request }, use) => {
    const followers = new Followers(weChat.appId, request);
    await followers.push(process.env.TUWEN_E2E_URL ?? '');
    await use(followers);
  },
  at: async ({ weChat }, use) => {
    await use((path) => `/accounts/${weChat.appId}/${path}`);
  },
});

/** A rule for follow or default that answers with these texts, one after the other. */
export function textRule(kind: 'follow' | 'default', name: string, ...texts: string[]) {
  return {
    kind,
    name,
    active: true,
    mode: 'all',
    keywords: [],
    days: [],
    priority: 0,
    exact_case: false,
    replies: texts.map((text) => ({ kind: 'text', text })),
  };
}
