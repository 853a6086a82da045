import { beijing, expect, test } from './mass-account';
import { look, violations } from './test';

test('a draft leads to a mass send, shows which uses it, and is published without one', async ({
  page,
  at,
  followers,
  weChat,
}) => {
  test.slow();
  await (await followers.person('许知夏')).does('follow');
  await followers.synced();
  const media_id = await weChat.add('drafts', { title: '霜降的汤' });
  await followers.api('GET', '/drafts?refresh=true');
  await followers.api('PUT', `/materials/${encodeURIComponent(media_id)}/note`, { text: '给老客的' });

  await page.goto(at('materials'));
  await page.getByRole('button', { name: '《霜降的汤》的更多操作' }).click();
  await look(page, 'material-draft-menu');
  await page.getByRole('menuitem', { name: '用于群发' }).click();
  await expect(page.getByRole('heading', { name: '新建群发' })).toBeVisible();
  await expect(page.getByRole('region', { name: '粉丝看到的样子' })).toContainText('霜降的汤');
  await page.getByRole('radio', { name: '全部粉丝' }).check();
  await expect(page.getByText('预计发给 1 人').first()).toBeVisible();
  const id = page.url().split('/').at(-1) ?? '';
  await followers.api('POST', `/mass-sends/${id}/send`, { at: beijing(1, '20:00').at, expected: 1 });

  await page.goto(at(`materials?open=${encodeURIComponent(media_id)}`));
  const drawer = page.getByRole('dialog', { name: '图文预览' });
  await expect(drawer.getByRole('link', { name: '霜降的汤' })).toBeVisible();
  await look(page, 'material-used-by-send');
  expect(await violations(page)).toEqual([]);
  await drawer.getByRole('button', { name: '发布…' }).click();
  const ask = page.getByRole('dialog', { name: '发布这条草稿？' });
  await expect(ask).toContainText('不通知粉丝');
  await expect(ask).toContainText('给老客的');
  await ask.getByRole('button', { name: '发布到微信' }).click();
  await expect(ask.getByRole('alert')).toContainText('有群发要用这条草稿');
  await look(page, 'publish-refused');
  await page.keyboard.press('Escape');
  await followers.api('POST', `/mass-sends/${id}/cancel`, {});

  await page.goto(at('materials'));
  await page.getByRole('button', { name: '《霜降的汤》的更多操作' }).click();
  await page.getByRole('menuitem', { name: '发布…' }).click();
  await ask.getByRole('button', { name: '发布到微信' }).hover();
  await look(page, 'publish-confirm');
  expect(await violations(page)).toEqual([]);
  await ask.getByRole('button', { name: '发布到微信' }).click();
  const log = page.getByRole('dialog', { name: '发布记录' });
  await expect(log.getByRole('status')).toHaveText('已发布', { timeout: 60_000 });
  await expect(log.getByRole('link', { name: '霜降的汤' })).toBeVisible();
  await look(page, 'publications');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  // The draft is no more, and its note is the published item's.
  await expect(page.locator('tr[data-row]')).toHaveCount(0);
  await look(page, 'materials-after-publishing');
  const published = await followers.api<{ items: { title: string; note: string }[] }>(
    'GET',
    '/materials?use=menu&source=published&limit=20',
  );
  expect(published.items.map(({ title, note }) => [title, note])).toEqual([['霜降的汤', '给老客的']]);
});
