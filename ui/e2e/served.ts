import type { APIRequestContext } from '@playwright/test';
import { start } from './process';
import { test as base, expect } from './test';

export { expect };

/** The first operator of a console that was set up for a test. */
export const first = { name: '周砚秋', email: 'yanqiu@example.com', password: '桂花落在一本旧书页上' };

/** A `tuwen serve` that nobody has used yet. */
export type Served = { origin: string; code: string };

/** Makes the first operator, and with a page's own request context signs them in. */
export async function setUp(request: APIRequestContext, { code }: Served): Promise<void> {
  const made = await request.post('/api/v1/setup', { data: { code, ...first } });
  expect(made.ok(), await made.text()).toBe(true);
}

/** The test with a `tuwen serve` of its own, fresh and in an empty folder, and a browser that knows nothing of it. */
export const test = base.extend<{ served: Served }>({
  signedIn: false,
  served: async ({ browserName: _ }, use) => {
    const { printed, stop } = await start(['serve', '--listen', '127.0.0.1:0'], ['console', 'set-up code']);
    await use({ origin: printed.console ?? '', code: printed['set-up code'] ?? '' });
    await stop();
  },
  baseURL: async ({ served }, use) => use(served.origin),
});
