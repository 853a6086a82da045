import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { Note } from './Note';
import { renderUI } from './test-render';

function Editable({ text = '', onSave }: { text?: string; onSave: (text: string) => Promise<unknown> }) {
  const [editing, setEditing] = useState(false);
  return <Note text={text} about="立冬" editing={editing} onEdit={setEditing} onSave={onSave} />;
}
const field = () => screen.getByRole('textbox', { name: '「立冬」的说明' });
const saving = () => vi.fn(async (_: string) => undefined);

test('the pencil opens the editor with the focus in it, and Enter saves', async () => {
  const onSave = saving();
  renderUI(<Editable onSave={onSave} />);
  await userEvent.click(screen.getByRole('button', { name: '写说明：立冬' }));
  expect(field()).toHaveFocus();
  await userEvent.keyboard('只发北方{Enter}');
  expect(onSave.mock.calls).toEqual([['只发北方']]);
  await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull());
});

test('Esc gives the old text back and saves nothing', async () => {
  const onSave = saving();
  renderUI(<Editable text="旧的" onSave={onSave} />);
  await userEvent.click(screen.getByRole('button', { name: '修改「立冬」的说明：旧的' }));
  await userEvent.keyboard('新的{Escape}');
  expect(screen.getByRole('button', { name: '修改「立冬」的说明：旧的' })).toBeInTheDocument();
  expect(onSave).not.toHaveBeenCalled();
});

test('an Enter that confirms a Chinese candidate does not save', async () => {
  const onSave = saving();
  renderUI(<Editable onSave={onSave} />);
  await userEvent.click(screen.getByRole('button', { name: '写说明：立冬' }));
  fireEvent.compositionStart(field());
  fireEvent.keyDown(field(), { key: 'Enter', isComposing: true });
  expect(onSave).not.toHaveBeenCalled();
  fireEvent.compositionEnd(field());
});

test('leaving the field saves, and an unchanged text is not sent', async () => {
  const onSave = saving();
  renderUI(<Editable text="旧的" onSave={onSave} />);
  await userEvent.click(screen.getByRole('button', { name: /修改/ }));
  await userEvent.tab();
  expect(onSave).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: /修改/ }));
  await userEvent.keyboard('！');
  await userEvent.tab();
  expect(onSave.mock.calls).toEqual([['旧的！']]);
});

test('when saving fails the text is still there and the failure is told', async () => {
  renderUI(<Editable onSave={() => Promise.reject(new Error('no'))} />);
  await userEvent.click(screen.getByRole('button', { name: '写说明：立冬' }));
  await userEvent.keyboard('只发北方{Enter}');
  expect(await screen.findByRole('alert')).toHaveTextContent('说明没有保存');
  expect(field()).toHaveValue('只发北方');
});

test('more than 200 characters are counted, marked and not sent; an emoji is one', async () => {
  const onSave = saving();
  renderUI(<Editable onSave={onSave} />);
  await userEvent.click(screen.getByRole('button', { name: '写说明：立冬' }));
  fireEvent.change(field(), { target: { value: '😀'.repeat(200) } });
  expect(screen.getByText('200 / 200')).toBeInTheDocument();
  expect(field()).not.toHaveAttribute('aria-invalid');
  fireEvent.change(field(), { target: { value: '字'.repeat(201) } });
  expect(field()).toHaveAttribute('aria-invalid', 'true');
  await userEvent.keyboard('{Enter}');
  expect(onSave).not.toHaveBeenCalled();
});

test('who may not write sees the note and no button', () => {
  renderUI(<Note text="只看" about="立冬" editing={false} onEdit={() => {}} onSave={saving()} readOnly />);
  expect(screen.getByText('只看')).toBeInTheDocument();
  expect(screen.queryByRole('button')).toBeNull();
});
