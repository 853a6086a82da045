import { expect, fullSync, incrementalSync, readResult, row, rowTitles, test } from './materials-account';
import { look, serviceAccount, subscriptionAccount, violations } from './test';

const note = '只发华东会员';

test('S1: the page belongs to one account, chosen from all connected ones', async ({ page }) => {
  const [service, subscription] = [await serviceAccount(), await subscriptionAccount()];
  await page.goto(`/accounts/${service.app_id}/materials`);
  await expect(page.locator('tr[data-row]').first()).toBeVisible();
  const before = await rowTitles(page);
  await page.getByTitle('切换公众号').click();
  await expect(page.getByRole('menuitemradio', { name: service.name })).toHaveAttribute('aria-checked', 'true');
  await page.getByRole('menuitemradio', { name: subscription.name }).click();
  await expect(page).toHaveURL(new RegExp(`/accounts/${subscription.app_id}/materials`));
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toHaveText('图文素材');
  await expect.poll(async () => (await rowTitles(page)).join()).not.toBe(before.join());
});

test('S2: the page has two groups, drafts and history', async ({ page, weChat, materials }) => {
  await weChat.add('drafts', { title: '一篇草稿' });
  await weChat.add('history', { title: '一条历史' });
  await page.goto(materials());
  await expect(page.getByRole('tab')).toHaveText([/^草稿箱/, /^历史图文/]);
  await expect(page.getByRole('tab', { name: /草稿箱/ })).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => rowTitles(page)).toEqual(['一篇草稿']);
  await page.getByRole('tab', { name: /历史图文/ }).click();
  await expect(page.getByRole('heading', { name: '历史图文还没有同步到本地' })).toBeVisible();
  await expect(page.getByText('微信从 2022 年 2 月起不再新增历史图文')).toBeVisible();
});

test('S3: opening the page reads the newest 60 drafts by itself', async ({ page, weChat, materials }) => {
  await weChat.seed({ drafts: 70 });
  await page.goto(materials());
  await expect(page.locator('tr[data-row]')).toHaveCount(60);
  await expect(page.getByText('显示最新 60 篇，草稿箱共 70 篇')).toBeVisible();
  expect(await weChat.calls('/cgi-bin/draft/batchget')).toBe(3);

  // Within the minute the reading is kept; the button reads at once.
  await page.reload();
  await expect(page.locator('tr[data-row]')).toHaveCount(60);
  expect(await weChat.calls('/cgi-bin/draft/batchget')).toBe(3);
  await weChat.add('drafts', { title: '刚写好的一篇' });
  await page.getByRole('button', { name: '刷新' }).click();
  await expect(row(page, '刚写好的一篇')).toBeVisible();
  expect(await weChat.calls('/cgi-bin/draft/batchget')).toBe(6);
});

test('S4: the icon on a draft writes its note, which tells equal titles apart', async ({ page, weChat, materials }) => {
  await weChat.add('drafts', { title: '周末市集' });
  await weChat.add('drafts', { title: '周末市集' });
  await page.goto(materials());
  await row(page, '周末市集', 1)
    .getByRole('button', { name: /写说明/ })
    .click();
  await page.getByRole('textbox', { name: '「周末市集」的说明' }).fill(note);
  await page.keyboard.press('Enter');
  await expect(page.getByText('说明已保存')).toBeVisible();
  await page.reload();
  await expect(row(page, '周末市集', 1)).toContainText(note);
  await expect(row(page, '周末市集', 0)).not.toContainText(note);
});

test('S5: a full sync brings all history', async ({ page, weChat, materials }) => {
  await weChat.seed({ history: 45 });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  await expect(page.getByText('新增 45', { exact: true })).toBeVisible();
  await expect(page.locator('tr[data-row]')).toHaveCount(45);
  expect(await weChat.calls('/cgi-bin/material/batchget_material')).toBeLessThanOrEqual(3 + 3);
});

test('S6: an incremental sync brings only what is new', async ({ page, weChat, materials }) => {
  await weChat.seed({ history: 60 });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  await readResult(page);
  await weChat.add('history', { title: '新来的甲' });
  await weChat.add('history', { title: '新来的乙' });
  await weChat.forgetCalls();
  await incrementalSync(page);
  await expect(page.getByText('新增 2', { exact: true })).toBeVisible();
  await expect(row(page, '新来的甲')).toBeVisible();
  await expect(row(page, '新来的乙')).toBeVisible();
  expect(await weChat.calls('/cgi-bin/material/batchget_material')).toBeLessThanOrEqual(2);
});

test('S7: the button on a row fetches that item', async ({ page, weChat, materials }) => {
  const id = await weChat.add('history', { title: '改之前' });
  await weChat.add('history', { title: '另一条' });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  await weChat.edit('history', id, { title: '改之后' });
  await weChat.forgetCalls();
  await page.getByRole('button', { name: '同步《改之前》' }).click();
  await expect(row(page, '改之后')).toBeVisible();
  await expect(page.getByText('《改之后》已是微信端的最新内容')).toBeVisible();
  expect(await weChat.calls('/cgi-bin/material/get_material')).toBe(1);
  expect(await weChat.calls('/cgi-bin/material/batchget_material')).toBe(0);
});

test('S8: a full sync tells its cost and the quota, and advises the cheaper ways', async ({
  page,
  weChat,
  materials,
}) => {
  await weChat.seed({ history: 45 });
  await page.goto(materials('?tab=history'));
  await page.getByRole('button', { name: '从微信同步' }).click();
  await page.getByRole('menuitem', { name: /^全量同步/ }).click();
  const dialog = page.getByRole('dialog', { name: '全量同步历史图文' });
  await expect(dialog).toContainText('45 条');
  await expect(dialog.getByText('需要调用')).toBeVisible();
  await expect(dialog.getByText('今天还剩')).toBeVisible();
  await expect(dialog).toContainText('费时也费额度');
  await expect(dialog).toContainText('增量同步就够了');
  await expect(dialog).toContainText('同步此篇');
  await expect(dialog.getByText('今天的额度够用，可以一次做完。')).toBeVisible();
});

test('S8: where the quota does not suffice, the sync starts only if it may pause', async ({
  page,
  weChat,
  materials,
}) => {
  await weChat.seed({ history: 100 });
  await weChat.limit('/cgi-bin/material/batchget_material', 4);
  await page.goto(materials('?tab=history&panel=full'));
  const start = page.getByRole('button', { name: '开始全量同步' });
  await expect(page.getByText(/今天的额度不够/)).toBeVisible();
  await expect(start).toBeDisabled();
  await page.getByRole('checkbox', { name: '可以中途暂停，额度恢复后接着做' }).check();
  await start.click();
  await expect(page.locator('b').filter({ hasText: '同步已暂停' })).toBeVisible();
  await expect(page.getByText(/今天的调用额度用完了.*自动接着做/).first()).toBeVisible();
});

test('S9: a click on the title previews the article', async ({ page, weChat, materials }) => {
  await weChat.add('history', { title: '今年的桂花乌龙', content: '<p>水温九十度刚好。</p><script>top.x=1</script>' });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  await page.getByRole('button', { name: '今年的桂花乌龙', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: '图文预览' });
  await expect(drawer.getByRole('heading', { name: '今年的桂花乌龙' })).toBeVisible();
  await expect(page.frameLocator('iframe').getByText('水温九十度刚好。')).toBeVisible();
  await expect(page).toHaveURL(/[?&]open=/);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(page.getByRole('button', { name: '今年的桂花乌龙', exact: true })).toBeFocused();
});

test('S10: the order is the update time at WeChat, newest first', async ({ page, weChat, materials }) => {
  await weChat.seed({ history: 30 });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  await expect(page.locator('tr[data-row]')).toHaveCount(30);
  const times = await page
    .locator('tr[data-row] time')
    .evaluateAll((all) => all.map((t) => t.getAttribute('datetime')));
  expect(times).toEqual([...times].sort().reverse());
  const [, second] = await page
    .locator('tr[data-row]')
    .evaluateAll((rows) => rows.map((r) => r.getAttribute('data-row')));
  await weChat.edit('history', second ?? '', { title: '改过就到最前面' });
  await page
    .locator('tr[data-row]')
    .nth(1)
    .getByRole('button', { name: /^同步《/ })
    .click();
  await expect.poll(async () => (await rowTitles(page))[1]).toBe('改过就到最前面');
  await page.reload();
  await expect.poll(async () => (await rowTitles(page))[0]).toBe('改过就到最前面');
});

test('S11: notes on history tell equal titles apart in list, search, drawer and picker', async ({
  page,
  weChat,
  materials,
}) => {
  await weChat.add('history', { title: '周末市集' });
  await weChat.add('history', { title: '周末市集' });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  await row(page, '周末市集', 0).getByRole('button', { name: '周末市集', exact: true }).focus();
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: '「周末市集」的说明' }).fill('上海场');
  await page.keyboard.press('Enter');
  await expect(page.getByText('说明已保存')).toBeVisible();
  await page.getByRole('textbox', { name: '搜索图文' }).fill('上海');
  await expect(page.locator('tr[data-row]')).toHaveCount(1);
  await expect(page.locator('tr[data-row] mark')).toHaveText('上海');
  await page.getByRole('button', { name: '周末市集', exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue('上海场');

  await page.goto(`/accounts/${weChat.appId}/uses`);
  for (const use of ['群发', '客户旅程', '菜单会话', '带参二维码自动回复', '菜单管理']) {
    await page.getByRole('button', { name: `查一查${use}能选什么` }).click();
    const picker = page.getByRole('dialog', { name: `选择图文 · ${use}` });
    await picker.getByText('历史图文', { exact: true }).click();
    await expect(picker.getByRole('option', { name: /上海场/ })).toHaveCount(1);
    await expect(picker.getByRole('option')).toHaveCount(2);
    await page.keyboard.press('Escape');
    await expect(picker).toBeHidden();
  }
});

test('S12, S13: removed here only, and back by a full sync only, with its note', async ({
  page,
  weChat,
  materials,
}) => {
  await weChat.add('history', { title: '要移除的' });
  await weChat.add('history', { title: '留下的' });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  await readResult(page);
  await row(page, '要移除的')
    .getByRole('button', { name: /写说明/ })
    .click();
  await page.getByRole('textbox', { name: '「要移除的」的说明' }).fill(note);
  await page.keyboard.press('Enter');
  await expect(page.getByText('说明已保存')).toBeVisible();

  await page.getByRole('button', { name: '《要移除的》的更多操作' }).click();
  await page.getByRole('menuitem', { name: '从本系统移除…' }).click();
  const dialog = page.getByRole('dialog', { name: '从本系统移除《要移除的》' });
  await expect(dialog).toContainText('只有全量同步会让它回来');
  await expect(dialog).toContainText('移除不能撤销');
  await dialog.getByRole('button', { name: '从本系统移除' }).click();
  await expect.poll(() => rowTitles(page)).toEqual(['留下的']);
  expect((await weChat.titles('history')).sort()).toEqual(['留下的', '要移除的'].sort());

  await incrementalSync(page);
  await readResult(page);
  await expect.poll(() => rowTitles(page)).toEqual(['留下的']);

  await fullSync(page);
  await expect(page.getByText('找回 1', { exact: true })).toBeVisible();
  await expect(row(page, '要移除的')).toContainText(note);
});

test('S12: what is in use is not removed before its places were told, and then by a second choice only', async ({
  page,
  weChat,
  materials,
  request,
}) => {
  const mediaId = await weChat.add('history', { title: '柜台在用的' });
  await page.goto(materials('?tab=history'));
  await fullSync(page);
  await readResult(page);
  const code = await request.post(`/api/v1/accounts/${weChat.appId}/qrcodes`, {
    data: {
      name: '收银台立牌',
      scene: 'counter',
      kind: 'permanent',
      replies: [{ kind: 'material', media_id: mediaId }],
    },
  });
  expect(code.ok(), await code.text()).toBe(true);
  const remove = async () => {
    await page.getByRole('button', { name: '《柜台在用的》的更多操作' }).click();
    await page.getByRole('menuitem', { name: '从本系统移除…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '从本系统移除' }).click();
  };
  await remove();
  const refused = page.getByRole('dialog', { name: '还有地方正在使用它' });
  await expect(refused).toContainText('收银台立牌');
  expect(await violations(page)).toEqual([]);
  await look(page, 'materials-in-use');
  await refused.getByRole('button', { name: '取消' }).click();
  // From where it is used one gets there.
  await row(page, '柜台在用的').getByRole('button', { name: '柜台在用的' }).first().click();
  await page.getByRole('dialog').getByRole('link', { name: '收银台立牌' }).click();
  await expect(page.getByRole('dialog')).toContainText('收银台立牌');
  await expect(page).toHaveURL(/qrcodes\?code=/);
  await page.goto(materials('?tab=history'));
  await expect(row(page, '柜台在用的')).toBeVisible();
  await remove();
  await refused.getByRole('button', { name: '仍然移除' }).click();
  await expect(row(page, '柜台在用的')).toHaveCount(0);
  expect(await weChat.titles('history')).toEqual(['柜台在用的']);
});

test('S14: published articles are not on the page; they are read where they are used', async ({
  page,
  weChat,
  materials,
}) => {
  await weChat.add('published', { title: '已经发布的' });
  await weChat.add('drafts', { title: '还是草稿的' });
  await page.goto(materials());
  await expect.poll(() => rowTitles(page)).toEqual(['还是草稿的']);
  await page.getByRole('tab', { name: /历史图文/ }).click();
  await expect(page.getByRole('heading', { name: '历史图文还没有同步到本地' })).toBeVisible();
  expect(await weChat.calls('/cgi-bin/freepublish/batchget')).toBe(0);

  await page.goto(`/accounts/${weChat.appId}/uses`);
  await page.getByRole('button', { name: '查一查客户旅程能选什么' }).click();
  const picker = page.getByRole('dialog', { name: '选择图文 · 客户旅程' });
  await expect(picker.getByRole('option', { name: /已经发布的/ })).toBeVisible();
  await expect(picker.getByText('草稿箱')).toHaveCount(0);
  expect(await weChat.calls('/cgi-bin/freepublish/batchget')).toBe(1);
});
