import { beijing, expect, test } from './mass-account';
import { look, violations } from './test';

test('the calendar shows what went out and what is to, and leads by keyboard to one more', async ({
  page,
  at,
  followers,
  massSends,
}) => {
  await (await followers.person('许知夏')).does('follow');
  const sent = await massSends.send('霜降的汤');
  const soon = beijing(3, '20:00');
  const planned = await massSends.send('立冬将至', { at: soon.at });
  await massSends.send('冬至的饺子', { at: beijing(3, '12:30').at });
  await massSends.draft('还没想好哪天');
  await massSends.until(sent.id, 'sent');

  await page.goto(at('mass-sends'));
  await page.getByRole('tab', { name: '日历' }).click();
  const calendar = page.getByRole('table', { name: '群发日历' });
  const today = calendar.locator('[aria-current="date"]');
  await expect(today).toContainText('霜降的汤');
  await expect(today).toContainText('已发送');
  await expect(calendar).not.toContainText('还没想好哪天');
  const day = page.getByRole('complementary', { name: /星期/ });
  await expect(day).toContainText('送达 1');

  await today.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(new RegExp(`day=${soon.day}`));
  const cell = calendar.locator(`[data-day="${soon.day}"]`);
  await expect(cell).toBeFocused();
  await expect(cell).toContainText(/12:30冬至的饺子.*20:00立冬将至/);
  await expect(day.getByRole('listitem')).toHaveCount(2);
  await look(page, 'mass-calendar');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('Enter');
  await expect(day.getByRole('link', { name: '冬至的饺子' })).toBeFocused();
  await day.getByRole('link', { name: '立冬将至' }).press('Enter');
  await expect(page).toHaveURL(new RegExp(planned.id));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('等待发送');
  await page.goBack();

  await cell.focus();
  await page.keyboard.press('PageDown');
  await expect(day).toContainText('这天没有安排群发');
  await page.getByRole('link', { name: '在这天群发' }).click();
  await expect(page.getByRole('combobox', { name: '时刻' })).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: '今天' }).click();
  await expect(today).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: '状态' }).click();
  await page.getByRole('menuitemradio', { name: '等待发送' }).click();
  await expect(calendar).not.toContainText('霜降的汤');
  await expect(cell).toContainText('立冬将至');
});
