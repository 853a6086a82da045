import { expect, test } from './own-demo';
import { look, violations } from './test';

test('what was sent is read and shared, day by day, as WeChat tells the next morning', async ({ page, demo }) => {
  test.slow();
  const { id } = await demo.send();
  await page.goto(demo.at(`mass-sends/${id}`));
  const figures = page.getByRole('region', { name: '阅读和分享' }).first();
  await expect(figures).toContainText('微信次日上午 8 点后给出', { timeout: 60_000 });

  // To ten o'clock of the next morning in Beijing, whatever the time is, and from there day by day.
  const tomorrow = 86_400 - ((Date.now() / 1000 + 8 * 3600) % 86_400) + 10 * 3600;
  for (let day = 1; day <= 4; day++) {
    await demo.pass(day === 1 ? Math.round(tomorrow) : 86_400);
    const read = async () => (await demo.api<{ figures: unknown[] }>('GET', `/mass-sends/${id}`)).figures.length;
    await expect.poll(read, { timeout: 30_000 }).toBe(day);
  }
  await page.reload();
  await expect(figures).toContainText(/送达 [\d,]+ 人中的 \d+%/);
  await look(page, 'mass-send-figures');
  expect(await violations(page)).toEqual([]);
  await figures.getByRole('button', { name: '看数据' }).click();
  await expect(figures.getByRole('row').nth(1)).toContainText(/\d+ 人/);
});
