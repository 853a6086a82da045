import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Material } from '@/api/client';
import { appId, renderScreen, stubApi } from '@/components/test-screen';
import { RemoveDialog } from './RemoveDialog';
import { material } from './testdata';
import { useRemoval } from './use-removal';

const menu = { kind: 'menu', id: '1', name: '新品上市', active: true };
const inUse = {
  status: 409,
  body: { title: 'conflict', status: 409, code: 'material.in_use', detail: 'in use', related: [menu] },
};
const done = () => ({ status: 204 });

function Harness({ materials, onRemoved }: { materials: Material[]; onRemoved: (ids: string[]) => void }) {
  const removal = useRemoval(appId, onRemoved);
  return (
    <>
      <button type="button" onClick={() => removal.ask(materials)}>
        ask
      </button>
      <RemoveDialog removal={removal} />
    </>
  );
}

async function ask(materials: Material[]) {
  const onRemoved = vi.fn();
  renderScreen(<Harness materials={materials} onRemoved={onRemoved} />);
  await userEvent.click(screen.getByRole('button', { name: 'ask' }));
  const dialog = await screen.findByRole('dialog');
  await waitFor(() => expect(dialog).toBeVisible());
  return onRemoved;
}

test('S12, S13: it asks, and says that WeChat is untouched and that only a full sync brings the item back', async () => {
  const calls = stubApi({});
  await ask([material({ title: '秋天的茶', used_by: [menu] })]);
  expect(screen.getByText('从本系统移除《秋天的茶》')).toBeVisible();
  expect(screen.getByText('不受影响，只从本系统移除')).toBeVisible();
  expect(screen.getByText('只有全量同步会让它回来')).toBeVisible();
  expect(screen.getByText('移除不能撤销。增量同步和「同步此篇」都不会让它回来。')).toBeVisible();
  expect(screen.getByText('菜单「新品上市」')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: '取消' }));
  expect(calls).toEqual([]);
});

test('once closed it gives the focus back and leaves the document, and it opens again', async () => {
  stubApi({});
  await ask([material()]);
  for (let i = 0; i < 2; i++) {
    await userEvent.click(screen.getByRole('button', { name: '取消' }));
    await waitFor(() => expect(document.querySelector('[role="dialog"]')).toBeNull());
    expect(screen.getByRole('button', { name: 'ask' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByRole('dialog')).toBeVisible());
  }
});

test('an item in use is removed by a second choice only', async () => {
  const calls = stubApi({ 'DELETE /materials/m1': ({ query }) => (query.get('force') === 'true' ? done() : inUse) });
  const onRemoved = await ask([material()]);
  await userEvent.click(screen.getByRole('button', { name: '从本系统移除' }));
  await waitFor(() => expect(screen.getByText('还有地方正在使用它，没有移除')).toBeVisible());
  expect(screen.getByText('新品上市')).toBeVisible();
  expect(onRemoved).not.toHaveBeenCalled();
  await userEvent.click(await screen.findByRole('button', { name: '仍然移除' }));
  await waitFor(() => expect(onRemoved).toHaveBeenCalledWith(['m1']));
  expect(calls.map((c) => c.query.get('force'))).toEqual([null, 'true']);
});

test('of several, those in use stay until the second choice', async () => {
  stubApi({ 'DELETE /materials/a': done, 'DELETE /materials/b': () => inUse });
  const onRemoved = await ask([material({ media_id: 'a' }), material({ media_id: 'b', title: '还在用' })]);
  await userEvent.click(screen.getByRole('button', { name: '移除这 2 条' }));
  await waitFor(() => expect(screen.getByText('还在用')).toBeVisible());
  expect(onRemoved.mock.calls).toEqual([[['a']]]);
});

test('a failure stays in the window with its reason', async () => {
  stubApi({
    'DELETE /materials/m1': () => ({
      status: 503,
      body: { title: 'x', status: 503, code: 'unavailable', detail: 'db' },
    }),
  });
  const onRemoved = await ask([material()]);
  await userEvent.click(screen.getByRole('button', { name: '从本系统移除' }));
  await waitFor(() => expect(screen.getByRole('alert')).toBeVisible());
  expect(await screen.findByRole('button', { name: '从本系统移除' })).toBeEnabled();
  expect(onRemoved).not.toHaveBeenCalled();
});
