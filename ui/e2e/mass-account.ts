import { test as base, expect, type Followers } from './followers-account';
import type { WeChat } from './materials-account';

export { expect };

type Audience = { kind: 'all' } | { kind: 'tag'; tag_id: number } | { kind: 'openids'; openids: string[] };
type Made = { id: string; state: string; preflight: { people: number | null; ready: boolean } | null };
type Order = { audience?: Audience; at?: string };

/** The account's mass sends over the console's API, for specs that begin where one is composed already. */
export class MassSends {
  constructor(
    private readonly followers: Followers,
    private readonly weChat: WeChat,
  ) {}

  /** Composes a send of a new draft and checks it; nothing goes out. */
  async draft(title: string, audience: Audience = { kind: 'all' }): Promise<Made> {
    const media_id = await this.weChat.add('drafts', { title });
    await this.followers.api('GET', '/drafts?refresh=true');
    const { id } = await this.followers.api<Made>('POST', '/mass-sends', { media_id, audience });
    return this.followers.api<Made>('POST', `/mass-sends/${id}/preflight`);
  }

  /** Composes one of a new draft and lets it go out, at once or at a time. */
  async send(title: string, { audience, at }: Order = {}): Promise<Made> {
    const { id, preflight } = await this.draft(title, audience);
    const expected = preflight?.people ?? undefined;
    return this.followers.api<Made>('POST', `/mass-sends/${id}/send`, {
      ...(at && { at }),
      ...(expected && { expected }),
    });
  }

  /** Waits until it is in a state. */
  async until(id: string, state: string): Promise<void> {
    await expect
      .poll(async () => (await this.followers.api<Made>('GET', `/mass-sends/${id}`)).state, { timeout: 60_000 })
      .toBe(state);
  }

  /** What the platform decides about the account's mass sends. */
  async platform(settings: Record<string, unknown>): Promise<void> {
    const whole = { confirm: false, refuse_history: false, duration: 0, silent: false, event_first: false };
    await this.followers.sandbox('PUT', `/accounts/${this.followers.appId}/mass`, {
      ...whole,
      forget_keys: false,
      reprint: '',
      publish_status: 0,
      ...settings,
    });
  }
}

/** The test with an account of its own, followers that act, and its mass sends. */
export const test = base.extend<{ massSends: MassSends }>({
  massSends: async ({ followers, weChat }, use) => {
    await use(new MassSends(followers, weChat));
  },
});

/** A time of a day of Beijing, so many days from now. */
export function beijing(days: number, clock: string): { day: string; at: string } {
  const day = new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
  return { day, at: new Date(`${day}T${clock}:00+08:00`).toISOString() };
}
