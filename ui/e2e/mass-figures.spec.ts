import { test as base, expect } from '@playwright/test';
import { start } from './process';
import { look, violations } from './test';

/** A demo of its own, since its clock is moved by days, and a browser that is signed in. */
const test = base.extend<{ sandbox: string }>({
  sandbox: async ({ page }, use) => {
    const anyPort = '127.0.0.1:0';
    const { printed, stop } = await start(
      ['demo', '--empty', '--listen', anyPort, '--sandbox-listen', anyPort],
      ['console', 'sandbox'],
    );
    await page.goto(printed.console ?? '');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await use(new URL(printed.sandbox ?? '').origin);
    await stop();
  },
});

test('what was sent is read and shared, day by day, as WeChat tells the next morning', async ({ page, sandbox }) => {
  test.slow();
  const origin = new URL(page.url()).origin;
  const call = async <T>(url: string, method = 'GET', data?: unknown): Promise<T> => {
    const response = await page.request.fetch(url, { method, ...(data !== undefined && { data }) });
    expect(response.ok(), `${method} ${url}: ${await response.text()}`).toBe(true);
    return response.json();
  };
  const accounts = await call<{ items: { app_id: string; kind: string }[] }>(`${origin}/api/v1/accounts`);
  const appId = accounts.items.find(({ kind }) => kind === 'service')?.app_id ?? '';
  const api = `${origin}/api/v1/accounts/${appId}`;
  const drafts = await call<{ items: { media_id: string; article_count: number }[] }>(`${api}/drafts?refresh=true`);
  const draft = drafts.items.find(({ article_count }) => article_count === 1);
  const send = await call<{ id: string }>(`${api}/mass-sends`, 'POST', {
    media_id: draft?.media_id,
    audience: { kind: 'all' },
  });
  await call(`${api}/mass-sends/${send.id}/preflight`, 'POST', {});
  await call(`${api}/mass-sends/${send.id}/send`, 'POST', {});
  await page.goto(`${origin}/accounts/${appId}/mass-sends/${send.id}`);
  const figures = page.getByRole('region', { name: '阅读和分享' }).first();
  await expect(figures).toContainText('微信次日上午 8 点后给出', { timeout: 60_000 });

  for (let day = 1; day <= 4; day++) {
    await call(`${sandbox}/console/api/clock`, 'POST', { seconds: 86_400 });
    const read = async () => (await call<{ figures: unknown[] }>(`${api}/mass-sends/${send.id}`)).figures.length;
    await expect.poll(read, { timeout: 30_000 }).toBe(day);
  }
  await page.reload();
  await expect(figures).toContainText(/送达 [\d,]+ 人中的 \d+%/);
  await look(page, 'mass-send-figures');
  expect(await violations(page)).toEqual([]);
  await figures.getByRole('button', { name: '看数据' }).click();
  await expect(figures.getByRole('row').nth(1)).toContainText(/\d+ 人/);
});
