import { expect, fullSync, readResult, row, rowTitles, test } from './materials-account';
import { violations } from './test';

const list = '/cgi-bin/material/batchget_material';

test('a sync goes on while the page is left, can be paused, and goes on where it was', async ({
  page,
  weChat,
  materials,
}) => {
  await weChat.seed({ history: 200 });
  await weChat.fault({ path: list, next: 40, kind: 'slow', delay_ms: 900 });
  await page.goto(materials('?tab=history&panel=full'));
  await page.getByRole('button', { name: '开始全量同步' }).click();
  const bar = page.getByRole('progressbar', { name: '同步进度' });
  await expect(bar).toBeVisible();
  await page.getByRole('link', { name: '概览' }).click();
  await page.getByRole('link', { name: '图文素材' }).click();
  await expect(bar).toBeVisible();
  await page.getByRole('button', { name: '暂停' }).click();
  await expect(page.locator('b').filter({ hasText: '同步已暂停' })).toBeVisible();
  await expect(page.getByText(/有人按了暂停/).first()).toBeVisible();
  await weChat.mend();
  await page.getByRole('button', { name: '继续' }).click();
  await expect(page.locator('b').filter({ hasText: '全量同步完成' })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText('新增 200', { exact: true })).toBeVisible();
  expect(await weChat.calls(list)).toBeLessThanOrEqual(200 / 20 + 3 + 2);
});

test('drafts: where WeChat is out of reach the last reading stays, with its age and the reason', async ({
  page,
  weChat,
  materials,
}) => {
  await weChat.add('drafts', { title: '读到过的一篇' });
  await page.goto(materials());
  await expect(row(page, '读到过的一篇')).toBeVisible();
  await weChat.fault({ path: '/cgi-bin/draft/batchget', next: 100, kind: 'errcode', errcode: 48001 });
  await page.getByRole('button', { name: '刷新' }).click();
  await expect(page.locator('b').filter({ hasText: '没能从微信读取新内容' })).toBeVisible();
  await expect(page.getByText('这个公众号没有此接口权限')).toBeVisible();
  await expect.poll(() => rowTitles(page)).toEqual(['读到过的一篇']);
  await weChat.mend();
  await page.getByRole('button', { name: '刷新' }).click();
  await expect(page.getByText('没能从微信读取新内容')).toHaveCount(0);
});

test('search reaches title, digest, note and body, and the address holds it', async ({ page, weChat, materials }) => {
  await weChat.add('history', { title: '题目有茶' });
  await weChat.add('history', { title: '甲', digest: '摘要有酒' });
  await weChat.add('history', { title: '乙', content: '<p>正文里有一盏灯</p>' });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  const search = page.getByRole('textbox', { name: '搜索图文' });
  for (const [word, title] of [
    ['茶', '题目有茶'],
    ['酒', '甲'],
    ['灯', '乙'],
  ]) {
    await search.fill(word ?? '');
    await expect.poll(() => rowTitles(page)).toEqual([title]);
  }
  await expect(page).toHaveURL(/q=%E7%81%AF/);
  await search.fill('没有这个词');
  await expect(page.getByRole('heading', { name: '没有找到「没有这个词」' })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: '清除搜索' }).last().click();
  await expect(page.locator('tr[data-row]')).toHaveCount(3);
});

test('drafts are found by their bodies too', async ({ page, weChat, materials }) => {
  await weChat.add('drafts', { title: '甲', content: '<p>正文里有一盏灯</p>' });
  await weChat.add('drafts', { title: '乙' });
  await page.goto(materials());
  await expect(page.locator('tr[data-row]')).toHaveCount(2);
  await page.getByRole('textbox', { name: '搜索图文' }).fill('灯');
  await expect.poll(() => rowTitles(page)).toEqual(['甲']);
});

test('pages of the history turn forth and back, also after loading anew', async ({ page, weChat, materials }) => {
  await weChat.seed({ history: 50 });
  await page.goto(materials('?tab=history&size=20'));
  await fullSync(page);
  await expect(page.getByText('1–20 · 共 50 条')).toBeVisible();
  const first = await rowTitles(page);
  await page.getByRole('button', { name: '下一页' }).click();
  await expect(page.getByText('21–40 · 共 50 条')).toBeVisible();
  await page.getByRole('button', { name: '下一页' }).click();
  await expect(page.getByText('41–50 · 共 50 条')).toBeVisible();
  await expect(page.getByRole('button', { name: '下一页' })).toBeDisabled();
  await page.reload();
  await page.getByRole('button', { name: '上一页' }).click();
  await expect(page.getByText('21–40 · 共 50 条')).toBeVisible();
  await page.getByRole('button', { name: '上一页' }).click();
  await expect(page.getByText('1–20 · 共 50 条')).toBeVisible();
  await expect.poll(() => rowTitles(page)).toEqual(first);
});

test('the keyboard alone: rows, note, drawer, neighbors, and the focus comes back', async ({
  page,
  weChat,
  materials,
}) => {
  for (const title of ['三', '二', '一']) await weChat.add('history', { title });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  await readResult(page);
  await expect(page.locator('tr[data-row]')).toHaveCount(3);
  const titles = await rowTitles(page);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: '图文预览' });
  await expect(drawer.getByRole('heading', { level: 2 })).toHaveText(titles[0] ?? '');
  await page.keyboard.press(']');
  await expect(drawer.getByRole('heading', { level: 2 })).toHaveText(titles[1] ?? '');
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(page.getByRole('button', { name: titles[1] ?? '', exact: true })).toBeFocused();
  await page.keyboard.press('e');
  await expect(page.getByRole('textbox', { name: `「${titles[1]}」的说明` })).toBeFocused();
  await page.keyboard.type('键盘写的');
  await page.keyboard.press('Enter');
  await expect(row(page, titles[1] ?? '')).toContainText('键盘写的');
  await expect(page.getByRole('button', { name: titles[1] ?? '', exact: true })).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByRole('region', { name: '批量操作' })).toContainText('已选 1 条');
});

test('several are removed at once', async ({ page, weChat, materials }) => {
  for (const title of ['甲', '乙', '丙']) await weChat.add('history', { title });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  await page.getByRole('checkbox', { name: '选择「甲」' }).check();
  await page.getByRole('checkbox', { name: '选择「丙」' }).check();
  await page.getByRole('region', { name: '批量操作' }).getByRole('button', { name: '从本系统移除…' }).click();
  await page.getByRole('button', { name: '移除这 2 条' }).click();
  await expect.poll(() => rowTitles(page)).toEqual(['乙']);
  expect(await weChat.titles('history')).toHaveLength(3);
});

test('every overlay of the materials is accessible', async ({ page, weChat, materials }) => {
  await weChat.add('history', { title: '多图文' }, { title: '第二篇' });
  await weChat.add('history', { title: '单图文' });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  await expect(page.locator('tr[data-row]')).toHaveCount(2);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: '跳到月份' }).click();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '从微信同步' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('menuitem', { name: /^全量同步/ }).click();
  await expect(page.getByText('需要调用')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '从微信同步' }).click();
  await page.getByRole('menuitem', { name: /^同步记录/ }).click();
  await expect(page.getByRole('dialog', { name: '同步记录' }).getByText('已完成')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^多图文/ }).click();
  await expect(page.getByRole('dialog', { name: '图文预览' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '《单图文》的更多操作' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('menuitem', { name: '从本系统移除…' }).click();
  await expect(page.getByRole('button', { name: '从本系统移除', exact: true })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  // Closed, it is gone: the page's keys work again, from where one was.
  await page.keyboard.press('Escape');
  const removal = page.getByRole('dialog', { name: '从本系统移除《单图文》', includeHidden: true });
  await expect(removal).toHaveCount(0);
  await expect(page.getByRole('button', { name: '《单图文》的更多操作' })).toBeFocused();
});

test('the picker shows what cannot be chosen with its reason, and is accessible', async ({ page, weChat }) => {
  await weChat.add('published', { title: '单篇的' });
  await weChat.add('published', { title: '两篇的' }, { title: '第二篇' });
  await page.goto(`/accounts/${weChat.appId}/uses`);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: '查一查客户旅程能选什么' }).click();
  const picker = page.getByRole('dialog', { name: '选择图文 · 客户旅程' });
  const several = picker.getByRole('option', { name: /两篇的/ });
  await expect(several).toHaveAttribute('aria-disabled', 'true');
  await expect(several).toContainText('多图文不能用于客户旅程');
  await picker.getByRole('textbox', { name: '搜索图文' }).press('ArrowDown');
  await page.keyboard.press(' ');
  await expect(picker.getByRole('region', { name: '预览' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await picker.getByRole('option', { name: /单篇的/ }).dblclick();
  await expect(picker).toBeHidden();
  await expect(page.getByRole('main').getByRole('list').filter({ hasText: '群发' })).toContainText(
    '这个来源的图文不能用于群发',
  );
});
