import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { type Column, DataTable } from './DataTable';
import type { Paging } from './TableFooter';
import { renderUI } from './test-render';

type Row = { id: string; title: string };
const rows: Row[] = ['立冬', '霜降', '小雪'].map((title, i) => ({ id: String(i), title }));
const idle = { isPending: false, isError: false, error: null, refetch: () => {} };
const failed = { ...idle, isError: true, error: new ApiError({ status: 503, code: 'wechat.unreachable', detail: '' }) };

type Extra = Partial<Parameters<typeof DataTable<Row>>[0]>;

function table({ onOpen = () => {}, ...extra }: Extra & { onOpen?: (row: Row) => void } = {}) {
  const columns: Column<Row>[] = [
    {
      key: 'title',
      title: '标题',
      render: (row) => (
        <button type="button" data-primary onClick={() => onOpen(row)}>
          {row.title}
        </button>
      ),
    },
  ];
  return (
    <DataTable<Row>
      label="图文"
      what="图文列表"
      columns={columns}
      rows={rows}
      query={idle}
      rowKey={(row) => row.id}
      rowName={(row) => row.title}
      empty={<p>还没有图文</p>}
      {...extra}
    />
  );
}

function Selecting({ onChange }: { onChange: (keys: string[]) => void }) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  return table({
    selection: {
      keys,
      onChange: (next) => {
        setKeys(next);
        onChange([...next].sort());
      },
    },
  });
}

test('j and k go through the rows and Enter opens the one that has the focus', async () => {
  const onOpen = vi.fn();
  renderUI(table({ onOpen }));
  await userEvent.keyboard('jj');
  expect(screen.getByRole('button', { name: '霜降' })).toHaveFocus();
  await userEvent.keyboard('j');
  await userEvent.keyboard('jk{Enter}');
  expect(onOpen.mock.calls).toEqual([[rows[1]]]);
});

test('letters that are typed into a field move nothing', async () => {
  renderUI(
    <>
      <input aria-label="搜索" />
      {table()}
    </>,
  );
  await userEvent.type(screen.getByLabelText('搜索'), 'jjx');
  expect(screen.getByLabelText('搜索')).toHaveFocus();
  expect(screen.getByLabelText('搜索')).toHaveValue('jjx');
});

test('x selects the row that has the focus, and again gives it up', async () => {
  const onChange = vi.fn();
  renderUI(<Selecting onChange={onChange} />);
  await userEvent.keyboard('jx');
  await userEvent.keyboard('jx');
  await userEvent.keyboard('x');
  expect(onChange.mock.calls).toEqual([[['0']], [['0', '1']], [['0']]]);
});

test('the box in the head selects the whole page, and is mixed for a part of it', async () => {
  const onChange = vi.fn();
  renderUI(<Selecting onChange={onChange} />);
  await userEvent.click(screen.getByRole('checkbox', { name: '选择「霜降」' }));
  expect(screen.getByRole('checkbox', { name: '选择本页全部' })).toBePartiallyChecked();
  await userEvent.click(screen.getByRole('checkbox', { name: '选择本页全部' }));
  expect(onChange).toHaveBeenLastCalledWith(['0', '1', '2']);
  await userEvent.click(screen.getByRole('checkbox', { name: '选择本页全部' }));
  expect(onChange).toHaveBeenLastCalledWith([]);
});

test('more keys act on the row that has the focus, and on none without one', async () => {
  const edit = vi.fn();
  renderUI(table({ rowKeys: { e: edit } }));
  await userEvent.keyboard('e');
  expect(edit).not.toHaveBeenCalled();
  await userEvent.keyboard('je');
  expect(edit.mock.calls).toEqual([[rows[0]]]);
});

test('while nothing is read yet the table is busy and says so', () => {
  renderUI(table({ rows: undefined }));
  expect(screen.getByRole('table', { name: '图文' })).toHaveAttribute('aria-busy', 'true');
  expect(screen.getByText('正在读取')).toBeInTheDocument();
});

test('no rows at all shows the empty state, none for a search offers to clear it', async () => {
  const { unmount } = renderUI(table({ rows: [] }));
  expect(screen.getByText('还没有图文')).toBeInTheDocument();
  expect(screen.queryByRole('table')).toBeNull();
  unmount();
  const onClear = vi.fn();
  renderUI(table({ rows: [], filter: { search: '春天', onClear } }));
  expect(screen.getByRole('heading', { name: '没有找到「春天」' })).toBeInTheDocument();
  expect(screen.queryByText('还没有图文')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: '清除搜索' }));
  expect(onClear).toHaveBeenCalledOnce();
});

test('a failed first reading takes the place, with a way to try again', async () => {
  const refetch = vi.fn();
  renderUI(table({ rows: undefined, query: { ...failed, refetch } }));
  expect(within(screen.getByRole('alert')).getByRole('heading')).toHaveTextContent('图文列表没有读到');
  await userEvent.click(screen.getByRole('button', { name: '再试一次' }));
  expect(refetch).toHaveBeenCalledOnce();
});

test('a failed later reading leaves the rows where they are', () => {
  renderUI(table({ query: failed }));
  expect(screen.getByRole('alert')).toHaveTextContent('连不上微信');
  expect(screen.getByRole('button', { name: '立冬' })).toBeInTheDocument();
});

test('the footer tells the range and turns only to pages that are there', async () => {
  const onNext = vi.fn();
  const paging: Paging = { page: 2, size: 50, total: 10_000, totalMore: false, onNext };
  renderUI(table({ paging }));
  expect(screen.getByText('51–53 · 共 10,000 条')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: '上一页' })).toBeDisabled();
  await userEvent.click(screen.getByRole('button', { name: '下一页' }));
  expect(onNext).toHaveBeenCalledOnce();
});

test('the footer says so when there are more than it counts', async () => {
  const onSize = vi.fn();
  renderUI(table({ paging: { page: 1, size: 20, total: 1000, totalMore: true, onSize } }));
  expect(screen.getByText('1–3 · 共 1,000+ 条')).toBeInTheDocument();
  await userEvent.selectOptions(screen.getByRole('combobox', { name: '每页条数' }), '50 条');
  expect(onSize).toHaveBeenCalledWith(50);
});
