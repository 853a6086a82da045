import { expect, test } from 'vitest';
import { begun, changed, mapped, redone, steps, undone } from './undo';

test('typing in one field is one step, and a change elsewhere ends it', () => {
  let h = begun('');
  for (const typed of ['茶', '茶器', '茶器店']) h = changed(h, typed, 'name');
  h = changed(h, '茶器店！', 'opening');
  expect(undone(h).now).toBe('茶器店');
  expect(undone(undone(h)).now).toBe('');
  expect(undone(undone(undone(h)))).toEqual(undone(undone(h)));
});

test('what was taken back comes again, until something else is changed', () => {
  const h = undone(changed(changed(begun(1), 2), 3));
  expect(redone(h).now).toBe(3);
  expect(redone(redone(h)).now).toBe(3);
  expect(redone(changed(h, 9)).now).toBe(9);
  expect(undone(redone(h)).now).toBe(2);
});

test('a change right after going back is a step of its own, whatever it is about', () => {
  const h = changed(undone(changed(begun(1), 2, 'name')), 3, 'name');
  expect(undone(h).now).toBe(1);
});

test('fifty steps are kept, and all can be seen through a function', () => {
  let h = begun(0);
  for (let i = 1; i <= 80; i++) h = changed(h, i);
  expect(h.past).toHaveLength(steps);
  const doubled = mapped(undone(h), (n) => n * 2);
  expect([doubled.past.at(-1), doubled.now, doubled.next[0]]).toEqual([156, 158, 160]);
});
