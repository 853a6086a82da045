import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, useRef, useState } from 'react';
import { expect, test, vi } from 'vitest';
import { Menu } from './Menu';
import { renderUI } from './test-render';

type Props = { onSend?: () => void; onDelete?: () => void; head?: ReactNode };

function WithMenu({ onSend = () => {}, onDelete = () => {}, head }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" ref={button} onClick={() => setOpen(true)}>
        更多
      </button>
      <p>别处</p>
      <Menu
        label="更多操作"
        anchor={open ? button.current : null}
        onClose={() => setOpen(false)}
        head={head}
        items={[
          { key: 'send', label: '用于群发', onSelect: onSend },
          { key: 'off', label: '不能用', disabled: true, onSelect: onDelete },
          { key: 'delete', label: '移除…', danger: true, onSelect: onDelete },
        ]}
      />
    </>
  );
}

test('opens on the first item, the arrows go round, Enter chooses and the focus returns', async () => {
  const onDelete = vi.fn();
  renderUI(<WithMenu onDelete={onDelete} />);
  await userEvent.click(screen.getByRole('button', { name: '更多' }));
  expect(screen.getByRole('menuitem', { name: '用于群发' })).toHaveFocus();
  await userEvent.keyboard('{ArrowUp}');
  expect(screen.getByRole('menuitem', { name: '移除…' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(onDelete).toHaveBeenCalledOnce();
  expect(screen.queryByRole('menu')).toBeNull();
  expect(screen.getByRole('button', { name: '更多' })).toHaveFocus();
});

test('Esc closes it, chooses nothing and gives the focus back', async () => {
  const onSend = vi.fn();
  renderUI(<WithMenu onSend={onSend} />);
  await userEvent.click(screen.getByRole('button', { name: '更多' }));
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('menu')).toBeNull();
  expect(screen.getByRole('button', { name: '更多' })).toHaveFocus();
  expect(onSend).not.toHaveBeenCalled();
});

test('a disabled item can be read but not chosen', async () => {
  const onDelete = vi.fn();
  renderUI(<WithMenu onDelete={onDelete} />);
  await userEvent.click(screen.getByRole('button', { name: '更多' }));
  const item = screen.getByRole('menuitem', { name: '不能用' });
  expect(item).toHaveAttribute('aria-disabled', 'true');
  await userEvent.click(item);
  expect(onDelete).not.toHaveBeenCalled();
  expect(screen.getByRole('menu')).toBeInTheDocument();
});

test('a click elsewhere closes it', async () => {
  renderUI(<WithMenu />);
  await userEvent.click(screen.getByRole('button', { name: '更多' }));
  await userEvent.click(screen.getByText('别处'));
  expect(screen.queryByRole('menu')).toBeNull();
});

test('a field above the items has the focus first and keeps its own keys; the arrows lead to the items', async () => {
  renderUI(<WithMenu head={<input aria-label="搜" defaultValue="码" />} />);
  await userEvent.click(screen.getByRole('button', { name: '更多' }));
  const field = screen.getByRole('textbox', { name: '搜' });
  expect(field).toHaveFocus();
  await userEvent.keyboard('{Home}门');
  expect(field).toHaveValue('门码');
  await userEvent.keyboard('{ArrowDown}');
  expect(screen.getByRole('menuitem', { name: '用于群发' })).toHaveFocus();
  field.focus();
  await userEvent.keyboard('{ArrowUp}');
  expect(screen.getByRole('menuitem', { name: '移除…' })).toHaveFocus();
});
