import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { SearchField } from './SearchField';
import { renderUI } from './test-render';

const props = { value: '', label: '搜索图文', placeholder: '搜标题', onSearch: () => {} };
const input = () => screen.getByRole('textbox', { name: '搜索图文' });

test('searches as one types, once, a moment after the last key', async () => {
  const onSearch = vi.fn();
  renderUI(<SearchField {...props} onSearch={onSearch} />);
  await userEvent.type(input(), '桂花');
  expect(onSearch).not.toHaveBeenCalled();
  await waitFor(() => expect(onSearch.mock.calls).toEqual([['桂花']]));
});

test('does not search while a Chinese word is being composed', () => {
  vi.useFakeTimers();
  const onSearch = vi.fn();
  renderUI(<SearchField {...props} onSearch={onSearch} />);
  fireEvent.compositionStart(input());
  fireEvent.change(input(), { target: { value: 'gui' } });
  vi.advanceTimersByTime(1000);
  expect(onSearch).not.toHaveBeenCalled();
  vi.useRealTimers();
});

test('Enter searches at once and Esc clears', async () => {
  const onSearch = vi.fn();
  renderUI(<SearchField {...props} onSearch={onSearch} />);
  await userEvent.type(input(), '茶{Enter}');
  expect(onSearch.mock.calls).toEqual([['茶']]);
  await userEvent.keyboard('{Escape}');
  expect(onSearch).toHaveBeenLastCalledWith('');
  expect(input()).toHaveValue('');
});

test('/ on the page moves the focus into it', async () => {
  renderUI(<SearchField {...props} slash />);
  await userEvent.keyboard('/');
  expect(input()).toHaveFocus();
  expect(input()).toHaveValue('');
});

test('follows when the search changes elsewhere', () => {
  const { rerender } = renderUI(<SearchField {...props} value="茶" />);
  rerender(<SearchField {...props} value="" />);
  expect(input()).toHaveValue('');
});
