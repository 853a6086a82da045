import { expect, test } from './followers-account';
import { look, violations } from './test';

const titles = ['秋天值得慢下来', '三道不用开火的小菜', '把院子里的桂花收进罐子'];

test('the administrator answers in the sandbox, and the phone shows what arrives', async ({ page: on, followers }) => {
  const sandbox = `${process.env.TUWEN_E2E_SANDBOX}/console`;
  const [yes, no] = [titles, ['不发的这篇']];
  const person = await followers.person('林小满');
  await person.does('follow');
  await followers.sandbox('PUT', `/accounts/${followers.appId}/mass`, {
    confirm: true,
    refuse_history: false,
    duration: 0,
    silent: false,
    event_first: false,
    forget_keys: false,
    reprint: '',
    publish_status: 0,
  });
  type Send = { id: string; state: string; reason: string; preflight: { people: number | null } | null };
  const send = async (names: string[]) => {
    const articles = names.map((title) => ({ title, digest: '', content: `<p>${title}</p>`, author: '' }));
    const { media_id } = await followers.sandbox<{ media_id: string }>('POST', `/accounts/${followers.appId}/drafts`, {
      articles,
    });
    await followers.api('GET', '/drafts?refresh=true');
    const { id } = await followers.api<Send>('POST', '/mass-sends', { media_id, audience: { kind: 'all' } });
    const { preflight } = await followers.api<Send>('POST', `/mass-sends/${id}/preflight`);
    const expected = preflight?.people;
    await followers.api('POST', `/mass-sends/${id}/send`, expected == null ? {} : { expected });
    return id;
  };
  const becomes = (id: string, state: string, reason: string) =>
    expect(async () => {
      expect(await followers.api<Send>('GET', `/mass-sends/${id}`)).toMatchObject({ state, reason });
    }).toPass();

  await on.goto(`${sandbox}/#/${followers.appId}/mass`);
  await expect(on.getByText('还没有群发')).toBeVisible();
  const sent = await send(yes);
  await send(no);
  // The page shows by itself what comes.
  const row = (title: string) => on.getByRole('row').filter({ hasText: title });
  await expect(row('秋天值得慢下来')).toContainText('等管理员确认');
  await expect(row('秋天值得慢下来')).toContainText('等 3 篇');
  await expect(row('不发的这篇')).toContainText('还等 30 分钟');
  await becomes(sent, 'waiting', '');
  expect(await violations(on)).toEqual([]);
  await look(on, 'sandbox-mass-asks');
  await on.getByRole('button', { name: '同意群发「秋天值得慢下来」' }).click();
  await on.getByRole('button', { name: '拒绝群发「不发的这篇」' }).click();
  await expect(row('秋天值得慢下来')).toContainText('送达 1 / 1');
  await expect(row('不发的这篇')).toContainText('管理员拒绝');
  await look(on, 'sandbox-mass-answered');

  await on.goto(`${sandbox}/phone/#/${person.id}/${followers.appId}`);
  const chat = on.getByRole('log');
  for (const title of titles) await expect(chat.getByRole('button', { name: title })).toBeVisible();
  await expect(chat.getByText('不发的这篇')).toHaveCount(0);
  await expect(chat.getByTitle('群发')).toHaveCount(1);
  await look(on, 'sandbox-phone-mass');
  await chat.getByRole('button', { name: '三道不用开火的小菜' }).click();
  await expect(on.frameLocator('iframe').getByRole('heading', { name: '三道不用开火的小菜' })).toBeVisible();
});
