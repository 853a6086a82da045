import { useQueryClient } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import type { Material, Role } from '@/api/client';
import { keys } from '@/api/keys';
import { appId, renderScreen, stubApi } from '@/components/test-screen';
import { MaterialTable } from './MaterialTable';
import { useMaterialActions } from './material-actions';
import { material } from './testdata';

const idle = { isPending: false, isError: false, error: null, refetch: () => {} };
const onOpen = vi.fn();
const onRemove = vi.fn();

function Harness({ history }: { history: boolean }) {
  const cache = useQueryClient();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const rows = cache.getQueryData<{ items: Material[] }>(keys.drafts(appId))?.items;
  return (
    <MaterialTable
      label="草稿箱"
      history={history}
      rows={rows}
      query={idle}
      q=""
      openId={undefined}
      empty={null}
      actions={useMaterialActions(appId)}
      selected={selected}
      onSelect={setSelected}
      onOpen={onOpen}
      onRemove={onRemove}
    />
  );
}

const twins = [
  material({ media_id: 'a', title: '周末市集', note: '上海场' }),
  material({
    media_id: 'b',
    title: '周末市集',
    gone: true,
    used_by: [{ kind: 'menu', id: '1', name: '活动', active: true }],
  }),
];

function show(history = false, role?: Role) {
  const view = renderScreen(<i />, role);
  view.client.setQueryData(keys.drafts(appId), { items: twins, total: 2, offset: 0, fetched_at: null, error: null });
  view.rerender(<Harness history={history} />);
  return view;
}

const rowOf = (n: number) => screen.getAllByRole('row')[n + 1] as HTMLElement;

test('S4, S11: equal titles are told apart by a note, written in place', async () => {
  const user = userEvent.setup();
  const calls = stubApi({
    'PUT /materials/b/note': ({ body }) => ({ media_id: 'b', text: (body as { text: string }).text }),
  });
  show();
  expect(within(rowOf(0)).getByText('上海场')).toBeVisible();
  await user.click(within(rowOf(1)).getByRole('button', { name: /写说明/ }));
  await user.type(screen.getByRole('textbox', { name: /周末市集/ }), '北京场{Enter}');
  await waitFor(() => expect(calls).toHaveLength(1));
  expect(calls[0]).toMatchObject({ method: 'PUT', path: '/materials/b/note', body: { text: '北京场' } });
  await waitFor(() => expect(screen.getByText('说明已保存')).toBeVisible());
  expect(screen.getByRole('button', { name: '撤销' })).toBeVisible();
});

test('a note the server refuses stays in the field', async () => {
  const user = userEvent.setup();
  stubApi({
    'PUT /materials/b/note': () => ({
      status: 503,
      body: { title: 'x', status: 503, code: 'unavailable', detail: 'no' },
    }),
  });
  const { client } = show();
  await user.click(within(rowOf(1)).getByRole('button', { name: /写说明/ }));
  await user.type(screen.getByRole('textbox', { name: /周末市集/ }), '北京场{Enter}');
  await waitFor(() => expect(screen.getByRole('alert')).toBeVisible());
  expect(screen.getByRole('textbox', { name: /周末市集/ })).toHaveValue('北京场');
  expect(client.getQueryData<{ items: Material[] }>(keys.drafts(appId))?.items[1]?.note).toBe('');
});

test('a row shows that WeChat has it no more, and what uses it', () => {
  stubApi({});
  show();
  expect(within(rowOf(1)).getByText('微信端已不在')).toBeVisible();
  expect(within(rowOf(1)).getByTitle('活动')).toHaveTextContent('菜单 1');
  expect(within(rowOf(0)).getByText('未使用')).toBeVisible();
});

test('S7, S12: history rows can be synced one by one and removed, drafts cannot', async () => {
  const user = userEvent.setup();
  const calls = stubApi({ 'POST /materials/a/sync': () => twins[0] });
  show(true);
  await user.click(within(rowOf(0)).getByRole('button', { name: '同步《周末市集》' }));
  await waitFor(() => expect(calls.map((c) => `${c.method} ${c.path}`)).toEqual(['POST /materials/a/sync']));
  await user.click(within(rowOf(0)).getByRole('button', { name: '《周末市集》的更多操作' }));
  await user.click(screen.getByRole('menuitem', { name: '从本系统移除…' }));
  expect(onRemove).toHaveBeenCalledWith([twins[0]]);
});

test('drafts have neither', async () => {
  stubApi({});
  show(false);
  expect(screen.queryByRole('button', { name: /^同步/ })).toBeNull();
  await userEvent.click(within(rowOf(0)).getByRole('button', { name: '《周末市集》的更多操作' }));
  expect(screen.queryByRole('menuitem', { name: /移除/ })).toBeNull();
});

test('a viewer can look and copy, and is told why not more', async () => {
  stubApi({});
  show(true, 'viewer');
  expect(screen.queryByRole('button', { name: /写说明|修改/ })).toBeNull();
  await userEvent.click(within(rowOf(0)).getByRole('button', { name: '《周末市集》的更多操作' }));
  const remove = screen.getByRole('menuitem', { name: /移除/ });
  expect(remove).toHaveAttribute('aria-disabled', 'true');
  expect(remove).toHaveTextContent('你的角色只能查看');
});

test('keys go through the rows, open, select and write', async () => {
  const user = userEvent.setup();
  stubApi({});
  show(true);
  await user.keyboard('jj');
  expect(document.activeElement).toBe(within(rowOf(1)).getByRole('button', { name: '周末市集' }));
  await user.keyboard('x');
  expect(screen.getByText('已选 1 条', { selector: 'b' })).toBeVisible();
  await user.keyboard('{Enter}');
  expect(onOpen).toHaveBeenCalledWith(twins[1]);
  await user.keyboard('e');
  expect(screen.getByRole('textbox', { name: /周末市集/ })).toHaveFocus();
});
