import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { ConfirmImpact } from './ConfirmImpact';
import { renderUI } from './test-render';

const base = {
  open: true,
  title: '移除「青禾生活」？',
  facts: [{ name: '说明', value: '全部删除' }],
  consequence: '不能撤销',
  confirm: '移除这个公众号',
  onCancel: () => {},
};

test('names the act on its button and tells the impact', async () => {
  const onConfirm = vi.fn();
  renderUI(<ConfirmImpact {...base} onConfirm={onConfirm} />);
  expect(screen.getByRole('dialog', { name: '移除「青禾生活」？' })).toHaveTextContent('全部删除');
  await userEvent.click(screen.getByRole('button', { name: '移除这个公众号' }));
  expect(onConfirm).toHaveBeenCalledOnce();
});

test('the most dangerous acts want the name typed first', async () => {
  const onConfirm = vi.fn();
  renderUI(<ConfirmImpact {...base} typeText="青禾生活" onConfirm={onConfirm} />);
  expect(screen.getByRole('button', { name: '移除这个公众号' })).toBeDisabled();
  await userEvent.type(screen.getByLabelText('输入「青禾生活」以确认'), '青禾');
  expect(screen.getByRole('button', { name: '移除这个公众号' })).toBeDisabled();
  await userEvent.type(screen.getByLabelText('输入「青禾生活」以确认'), '生活');
  await userEvent.click(screen.getByRole('button', { name: '移除这个公众号' }));
  expect(onConfirm).toHaveBeenCalledOnce();
});

test('a failure stands in the dialog and the dialog stays', () => {
  const error = new ApiError({ status: 409, code: 'material.in_use', detail: 'used', params: { count: '2' } });
  renderUI(<ConfirmImpact {...base} error={error} onConfirm={() => {}} />);
  expect(screen.getByRole('alert')).toHaveTextContent('有 2 处正在使用它');
  expect(screen.getByRole('dialog')).toBeInTheDocument();
});
