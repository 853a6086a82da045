import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { renderUI } from '@/components/test-render';
import type { Reply } from './queries';
import type { ReplyUse } from './ReplyEditor';
import { ReplyListEditor } from './ReplyListEditor';

let latest: Reply[] = [];
let uploads: Request[] = [];
const picture = (id: string, name: string) => ({
  id,
  name,
  media_id: `M${id}`,
  url: `/${id}`,
  created_at: '2026-11-22T03:20:00Z',
});

const several = {
  media_id: 'M',
  source: 'history',
  title: '茶',
  articles: ['茶', '汤', '酒', '饭'].map((title, index) => ({ index, title })),
};

function Edited({ first, disabled, use = 'conversation' }: { first: Reply[]; disabled?: boolean; use?: ReplyUse }) {
  const [value, setValue] = useState(first);
  latest = value;
  return <ReplyListEditor appId="wx1" use={use} value={value} onChange={setValue} disabled={disabled} max={3} />;
}

beforeEach(() => {
  uploads = [];
  const kept = [picture('p1', '门店.png')];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (request.method === 'POST') {
      uploads.push(request);
      kept.unshift(picture('p2', '海报.png'));
      return Response.json(kept[0], { status: 201 });
    }
    if (pathname.endsWith('/reply-pictures')) return Response.json({ items: kept });
    if (pathname.endsWith('/materials/M')) return Response.json(several);
    if (pathname.endsWith('/conversations')) return Response.json({ items: [] });
    return Response.json({ code: 'not_found' }, { status: 404 });
  });
});

const card = (n: number) => within(screen.getByRole('region', { name: `第 ${n} 条` }));

test('a text is counted in bytes, and says how much is too much', async () => {
  const user = userEvent.setup();
  renderUI(<Edited first={[{ kind: 'text', text: '茶' }]} />);
  expect(card(1).getByText('3 / 2,048 字节')).toBeVisible();
  await user.click(card(1).getByLabelText('文字内容'));
  await user.paste('茶'.repeat(700));
  expect(card(1).getByText('多了 55 字节，约 19 个汉字，请删短一些')).toBeVisible();
});

test('a link is written as WeChat takes it, and an address that is none is refused', async () => {
  const user = userEvent.setup();
  renderUI(<Edited first={[{ kind: 'text', text: '' }]} />);
  await user.click(screen.getByRole('button', { name: '插入链接' }));
  await user.type(screen.getByLabelText('显示的文字'), '<春茶>');
  await user.type(screen.getByLabelText('网址'), 'javascript:alert(1){Enter}');
  expect(screen.getByRole('alert')).toHaveTextContent('网址要以 https:// 或 http:// 开头');
  await user.clear(screen.getByLabelText('网址'));
  await user.type(screen.getByLabelText('网址'), 'https://example.com/?a=1&b="2"{Enter}');
  expect(latest[0]?.text).toBe('<a href="https://example.com/?a=1&amp;b=&quot;2&quot;">&lt;春茶&gt;</a>');
});

test('what was entered for one kind is kept while another is tried', async () => {
  const user = userEvent.setup();
  renderUI(<Edited first={[{ kind: 'text', text: '你好' }]} />);
  await user.click(screen.getByRole('radio', { name: '图文' }));
  expect(screen.getByRole('button', { name: '选择图文' })).toBeVisible();
  await user.click(screen.getByRole('radio', { name: '文字' }));
  expect(screen.getByLabelText('文字内容')).toHaveValue('你好');
});

test('replies are added up to the most, moved and removed, and each keeps its own', async () => {
  const user = userEvent.setup();
  renderUI(<Edited first={[{ kind: 'text', text: '一' }]} />);
  await user.click(screen.getByRole('button', { name: '再加一条回复' }));
  await user.type(card(2).getByLabelText('文字内容'), '二');
  await user.click(screen.getByRole('button', { name: '再加一条回复' }));
  expect(screen.queryByRole('button', { name: '再加一条回复' })).toBeNull();
  await user.click(screen.getByRole('button', { name: '上移第 2 条' }));
  expect(latest.map((r) => r.text)).toEqual(['二', '一', '']);
  await user.click(screen.getByRole('button', { name: '移除第 3 条' }));
  expect(latest.map((r) => r.text)).toEqual(['二', '一']);
  expect(screen.getByRole('group', { name: '回复内容' })).toHaveFocus();
});

test('a picture is chosen of those uploaded, or uploaded as it is', async () => {
  const user = userEvent.setup();
  renderUI(<Edited first={[{ kind: 'picture' }]} />);
  await user.click(await screen.findByRole('button', { name: '门店.png' }));
  expect(latest[0]).toMatchObject({ picture_id: 'p1', label: '门店.png' });
  await user.upload(screen.getByLabelText('上传图片'), new File(['png'], '海报.png', { type: 'image/png' }));
  expect(await screen.findByRole('button', { name: '海报.png', pressed: true })).toBeVisible();
  expect(latest[0]).toMatchObject({ picture_id: 'p2' });
  expect(new URL(uploads[0]?.url ?? '').searchParams.get('name')).toBe('海报.png');
  expect(uploads[0]?.headers.get('content-type')).toBe('application/octet-stream');
});

test('nothing can be changed while it is disabled', () => {
  renderUI(<Edited first={[{ kind: 'text', text: '你好' }]} disabled />);
  expect(screen.getByLabelText('文字内容')).toBeDisabled();
  expect(screen.getByRole('radio', { name: '图片' })).toBeDisabled();
  expect(screen.getByRole('button', { name: '移除第 1 条' })).toBeDisabled();
});

test('several articles of one material are ticked at once, as many as fit', async () => {
  const user = userEvent.setup();
  renderUI(<Edited use="menu" first={[{ kind: 'material', media_id: 'M' }]} />);
  const ticks = within(await card(1).findByRole('group', { name: '发哪几篇' }));
  expect(ticks.getByRole('checkbox', { name: '1. 茶' })).toBeChecked();
  expect(ticks.getByRole('checkbox', { name: '1. 茶' })).toBeDisabled();
  await user.click(ticks.getByRole('checkbox', { name: '4. 饭' }));
  await user.click(ticks.getByRole('checkbox', { name: '2. 汤' }));
  expect(latest.map((reply) => reply.article ?? 0)).toEqual([0, 3, 1]);
  expect(ticks.getByRole('checkbox', { name: '3. 酒' })).toBeDisabled();
  expect(ticks.getByText('条数已满。想发别的，先取消一篇。')).toBeVisible();
  expect(card(2).getByText(/^这一条发第 4 篇「饭」/)).toBeVisible();
  await user.click(ticks.getByRole('checkbox', { name: '1. 茶' }));
  expect(latest.map((reply) => reply.article ?? 0)).toEqual([3, 1]);
  expect(ticks.getByRole('checkbox', { name: '1. 茶' })).toHaveFocus();
});
