import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App, ConfigProvider } from 'antd';
import { beforeEach, expect, test, vi } from 'vitest';
import { MaterialPicker } from './MaterialPicker';
import type { Choice, Choices, Usage, Use } from './queries';

const appId = 'wx2f4e8a1c9d3b7e60';
const usages: Usage[] = [
  { use: 'mass_send', sources: ['draft', 'history'], several: true, interface: 'mass_send' },
  { use: 'journey', sources: ['published', 'history'], several: false, interface: 'passive_reply' },
];

function choice(change: Partial<Choice>): Choice {
  return {
    media_id: 'm1',
    source: 'history',
    title: '周末市集',
    digest: '',
    cover_url: '',
    article_count: 1,
    articles: [],
    note: '',
    create_time: '2021-11-02T02:00:00Z',
    update_time: '2021-11-03T06:20:00Z',
    fetched_at: '2026-11-22T03:20:00Z',
    gone: false,
    used_by: [],
    selectable: true,
    ...change,
  };
}

const shelf: Record<string, Choice[]> = {
  draft: [choice({ media_id: 'd1', source: 'draft', title: '草稿一' })],
  published: [choice({ media_id: 'p1', source: 'published', title: '已发一' })],
  history: [
    choice({ media_id: 'a', note: '上海场' }),
    choice({ media_id: 'b', note: '北京场' }),
    choice({ media_id: 'c', title: '五篇合集', article_count: 5, selectable: false, reason: 'several' }),
  ],
};

let asked: URLSearchParams[] = [];
beforeEach(() => {
  localStorage.clear();
  asked = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    if (url.pathname.endsWith('/usages')) return Response.json({ items: usages });
    const one = url.pathname.match(/\/materials\/(.+)$/)?.[1];
    if (one) {
      const found = Object.values(shelf)
        .flat()
        .find((c) => c.media_id === one);
      return found ? Response.json(found) : Response.json({ code: 'material.unknown' }, { status: 404 });
    }
    asked.push(url.searchParams);
    const source = url.searchParams.get('source') ?? 'history';
    const q = url.searchParams.get('q') ?? '';
    const items = (shelf[source] ?? []).filter((c) => `${c.title}${c.note}`.includes(q));
    const page: Choices = {
      usage: usages[0] as Usage,
      source: source as Choices['source'],
      items,
      next_cursor: '',
      total: items.length,
      fetched_at: '2026-11-22T03:20:00Z',
      error: null,
    };
    return Response.json(page);
  });
});

function open(use: Use) {
  const onTake = vi.fn();
  render(<MaterialPicker appId={appId} use={use} open onClose={() => {}} onTake={onTake} />, {
    wrapper: ({ children }) => (
      <ConfigProvider theme={{ token: { motion: false } }} button={{ autoInsertSpace: false }}>
        <App>
          <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
            {children}
          </QueryClientProvider>
        </App>
      </ConfigProvider>
    ),
  });
  return onTake;
}

const tabs = () => screen.getAllByRole('radio').map((r) => r.closest('label')?.textContent);

test('S15: a mass send offers drafts and history, and asks the server for that use', async () => {
  open('mass_send');
  await screen.findByRole('option', { name: /草稿一/ });
  expect(tabs()).toEqual(['草稿箱', '历史图文']);
  expect(Object.fromEntries(asked[0] ?? [])).toEqual({ use: 'mass_send', source: 'draft', limit: '60' });
});

test('S14, S16: a journey offers published and history, and no drafts', async () => {
  open('journey');
  await screen.findByRole('option', { name: /已发一/ });
  expect(tabs()).toEqual(['已发布', '历史图文']);
});

test('equal titles are told apart by their notes, and what cannot be chosen says why', async () => {
  const onTake = open('journey');
  await userEvent.click(await screen.findByText('历史图文'));
  const rows = await screen.findAllByRole('option');
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('上海场'),
    expect.stringContaining('北京场'),
    expect.stringContaining('多图文不能用于客户旅程'),
  ]);
  expect(rows[2]).toHaveAttribute('aria-disabled', 'true');
  await userEvent.dblClick(rows[2] as HTMLElement);
  expect(onTake).not.toHaveBeenCalled();
  expect(screen.getByRole('button', { name: '用这条' })).toBeDisabled();
});

test('a click chooses and the button takes', async () => {
  const onTake = open('journey');
  await userEvent.click(await screen.findByText('历史图文'));
  await userEvent.click(await screen.findByRole('option', { name: /北京场/ }));
  expect(screen.getByRole('option', { name: /北京场/ })).toHaveAttribute('aria-selected', 'true');
  await userEvent.click(screen.getByRole('button', { name: '用这条' }));
  expect(onTake).toHaveBeenCalledWith(expect.objectContaining({ media_id: 'b' }));
});

test('arrows move from the search into the list, Space previews, Enter takes what may be taken', async () => {
  const user = userEvent.setup();
  const onTake = open('journey');
  await user.click(await screen.findByText('历史图文'));
  await screen.findByRole('option', { name: /上海场/ });
  await user.click(screen.getByRole('textbox', { name: '搜索图文' }));
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
  const list = screen.getByRole('listbox', { name: '图文' });
  expect(list).toHaveFocus();
  expect(list).toHaveAttribute('aria-activedescendant', screen.getByRole('option', { name: /五篇合集/ }).id);
  await user.keyboard('{Enter}');
  expect(onTake).not.toHaveBeenCalled();
  await user.keyboard('{ArrowUp} ');
  const preview = await screen.findByRole('region', { name: '预览' });
  expect(within(preview).getByTitle(/周末市集/)).toHaveAttribute('src', `/preview/${appId}/b/0`);
  await user.keyboard('{Enter}');
  expect(onTake).toHaveBeenCalledWith(expect.objectContaining({ media_id: 'b' }));
});

test('what was chosen lately stands on top, if it is of that source', async () => {
  localStorage.setItem(`tuwen.chosen.${appId}`, JSON.stringify(['b', 'd1', 'lost']));
  open('journey');
  await userEvent.click(await screen.findByText('历史图文'));
  const recent = await screen.findByRole('group', { name: '最近选过' });
  expect(within(recent).getAllByRole('option')).toHaveLength(1);
  expect(within(recent).getByText('北京场')).toBeVisible();
  expect(within(screen.getByRole('group', { name: '全部' })).queryByText('北京场')).toBeNull();
});

test('a search asks the server, and says so when nothing is found', async () => {
  const user = userEvent.setup();
  open('mass_send');
  await user.type(await screen.findByRole('textbox', { name: '搜索图文' }), '没有这个');
  await waitFor(() => expect(screen.getByText('没有找到「没有这个」')).toBeVisible());
  await user.click(screen.getAllByRole('button', { name: '清除搜索' }).at(-1) as HTMLElement);
  expect(asked.at(-1)?.get('q')).toBe('没有这个');
  await waitFor(() => expect(screen.getByRole('option', { name: /草稿一/ })).toBeVisible());
});
