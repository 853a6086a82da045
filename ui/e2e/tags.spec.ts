import { expect, test } from './followers-account';
import { look, violations } from './test';

test('a tag is made, renamed with a way back, and deleted after its impact was told', async ({
  page,
  followers,
  at,
}) => {
  await page.goto(at('tags'));
  await page.getByRole('button', { name: '从微信刷新' }).click();
  await expect(page.getByText('标签已是微信端的最新内容')).toBeVisible();
  const rows = page.locator('tr[data-row]');
  await expect(rows.filter({ hasText: '微信自带，不能改' })).toHaveCount(1);

  await page.getByRole('button', { name: '新建标签' }).first().click();
  const dialog = page.getByRole('dialog', { name: '新建标签' });
  await dialog.getByRole('textbox', { name: '标签名' }).fill('门店会员');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const row = rows.filter({ hasText: '门店会员' });
  await expect(row).toContainText('没有人');
  await expect(page.getByText('已有 1 个，每个公众号最多 100 个')).toBeVisible();

  const more = row.getByRole('button', { name: '更多操作：「门店会员」' });
  await more.click();
  await page.getByRole('menuitem', { name: '改名…' }).click();
  await page.getByRole('textbox', { name: '标签名' }).fill('静安店会员');
  await page.getByRole('button', { name: '保存新名字' }).click();
  await expect(rows.filter({ hasText: '静安店会员' })).toHaveCount(1);
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(rows.filter({ hasText: '门店会员' })).toHaveCount(1);

  const made = await followers.api<{ items: { id: number; name: string }[] }>('GET', '/tags?refresh=true');
  expect(made.items.map((tag) => tag.name)).toContain('门店会员');

  await more.click();
  await page.getByRole('menuitem', { name: '删除…' }).click();
  const confirm = page.getByRole('dialog', { name: '删除标签「门店会员」？' });
  await expect(confirm).toContainText('不能撤销');
  await look(page, 'tags-delete-1440');
  expect(await violations(page)).toEqual([]);
  await confirm.getByRole('button', { name: '删除这个标签' }).click();
  await expect(rows.filter({ hasText: '门店会员' })).toHaveCount(0);
});

test('a name that is taken is refused at the field, and what was typed stays', async ({ page, followers, at }) => {
  await followers.api('POST', '/tags', { name: '老客' });
  await page.goto(at('tags'));
  await page.getByRole('button', { name: '新建标签' }).first().click();
  const name = page.getByRole('textbox', { name: '标签名' });
  await name.fill('老客');
  await page.getByRole('dialog').getByRole('button', { name: '新建标签' }).click();
  await expect(page.getByText('已经有「老客」了')).toBeVisible();
  await expect(name).toHaveValue('老客');
});

test('QR codes that give a tag stand in the way of deleting it, by name', async ({ page, followers, at }) => {
  const { id } = await followers.api<{ id: number }>('POST', '/tags', { name: '市集' });
  await followers.api('POST', '/qrcodes', {
    name: '易拉宝',
    scene: 'fair',
    kind: 'permanent',
    tag_ids: [id],
    replies: [],
  });
  await page.goto(at('tags'));
  await page.getByRole('button', { name: '更多操作：「市集」' }).click();
  await page.getByRole('menuitem', { name: '删除…' }).click();
  const confirm = page.getByRole('dialog');
  await confirm.getByRole('button', { name: '删除这个标签' }).click();
  await expect(confirm.getByText('易拉宝')).toBeVisible();
  await expect(confirm).toContainText('有二维码或旅程在用这个标签');
});
