import type { Page } from '@playwright/test';
import { type Demo, expect, test } from './own-demo';
import { look, violations } from './test';

const path = '/cgi-bin/message/mass/sendall';

/** Sends one whose first call ends by a fault that leaves open whether WeChat took it, and lets WeChat be asked again. */
async function doubtful(demo: Demo, kind: 'cut' | 'status'): Promise<{ id: string; title: string }> {
  const fault = { path, next: 1, kind, errcode: 0, errmsg: '', http_status: 0, delay_ms: 0 };
  await demo.sandbox('POST', '/faults', fault);
  // Asked again, WeChat refuses: once more than was sent is not allowed, or the draft is consumed.
  if (kind === 'status') await demo.sandbox('POST', '/faults', { ...fault, kind: 'errcode', errcode: 45028 });
  const send = await demo.send();
  const told = async <T>(of: (send: { state: string; problem: unknown }) => T) =>
    of(await demo.api('GET', `/mass-sends/${send.id}`));
  await expect.poll(() => told(({ problem }) => problem !== null), { timeout: 30_000 }).toBe(true);
  await demo.pass(120);
  await expect.poll(() => told(({ state }) => state), { timeout: 30_000 }).toBe('unknown');
  return send;
}

async function english(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.setItem('tuwen.language', 'en'));
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
}

test('an operator says what became of sends whose fate WeChat leaves open; none goes out twice', async ({
  page,
  demo,
}) => {
  test.slow();
  const { settings } = await demo.sandbox<{ settings: object }>('GET', '/mass');
  await demo.sandbox('PUT', '/mass', { ...settings, forget_keys: true });
  const sends = async () => (await demo.sandbox<{ sends: unknown[] }>('GET', '/mass')).sends.length;
  const before = await sends();

  const sent = await doubtful(demo, 'cut');
  const lost = await doubtful(demo, 'status');
  expect(await sends()).toBe(before + 1);

  await page.goto(demo.at('mass-sends'));
  await expect(page.getByRole('row').filter({ hasText: '结果未知' })).toHaveCount(2);
  await look(page, 'mass-sends-unknown');

  // Its result was pushed under a name that no answer told.
  await page.goto(demo.at(`mass-sends/${sent.id}`));
  const dialog = page.getByRole('dialog');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('结果未知');
  await expect(page.getByText('本系统不会再次发送，结果由操作员认定。')).toBeVisible();
  await expect(page.getByText('微信推送过下面的结果', { exact: false })).toBeVisible();
  await expect(page.getByRole('link', { name: '看文章' })).toBeVisible();
  await look(page, 'mass-send-unknown');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: '就是这个…' }).click();
  await expect(dialog).toContainText('认定这个结果是它的？');
  await look(page, 'mass-send-unknown-sent');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: '认定是它的' }).click();
  await expect(page.getByText('已认定')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('已发送');
  await expect(page.getByRole('region', { name: '结果' })).toContainText('送达');
  await expect(page.getByRole('link', { name: sent.title })).toBeVisible();

  await page.goto(demo.at(`mass-sends/${lost.id}`));
  await english(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Unknown');
  await look(page, 'mass-send-unknown-en');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'It was not sent…' }).click();
  await expect(dialog).toContainText('sends it to everybody twice');
  await look(page, 'mass-send-unknown-lost-en');
  await dialog.getByRole('button', { name: 'It was not sent' }).click();
  await expect(page.getByText('Settled', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Not sent');
  await expect(page.getByRole('button', { name: 'Make it again' })).toBeVisible();
  await look(page, 'mass-send-resolved-en');
  expect(await sends()).toBe(before + 1);
});
