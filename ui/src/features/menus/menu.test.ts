import { expect, test } from 'vitest';
import { changedConditional, movedConditional, withConditional, withoutConditional } from './conditional';
import { next } from './drag';
import { find, isRefusal, newButton, put, withAdded, withButton, without } from './menu';
import { placeOf } from './problems';
import type { Button, Menu } from './queries';
import { same, written } from './written';

const page = (id: string): Button => ({ id, name: id, action: 'page', url: `https://example.com/${id}` });
const group = (id: string, ...buttons: Button[]): Button => ({ id, name: id, buttons });
const subs = (n: number) => Array.from({ length: n }, (_, i) => page(`f${i}`));
const menu = [group('a', page('a1'), page('a2')), page('b'), group('full', ...subs(5))];

const names = (buttons: ReturnType<typeof put>) => {
  if (buttons === undefined || isRefusal(buttons)) throw new Error('nothing moved');
  return buttons.map((b) => [b.id, ...(b.buttons ?? []).map((sub) => sub.id)].join(' '));
};

test('a button of the first row takes the place of another', () => {
  expect(names(put(menu, 'a', 'full'))).toEqual(['b', 'full f0 f1 f2 f3 f4', 'a a1 a2']);
});

test('a sub button is put in order inside its group', () => {
  expect(names(put(menu, 'a1', 'a2'))[0]).toBe('a a2 a1');
});

test('a sub button goes to the end of another group', () => {
  const three = without(menu, 'f4');
  expect(names(put(three, 'a1', 'full'))).toEqual(['a a2', 'b', 'full f0 f1 f2 f3 a1']);
});

test('a full group and a button that does something itself refuse a sub button', () => {
  expect(put(menu, 'a1', 'full')).toMatchObject({ refused: 'full', into: { id: 'full' } });
  expect(put(menu, 'a1', 'b')).toMatchObject({ refused: 'acts', into: { id: 'b' } });
});

test('onto itself, its own group or from the first row into a group nothing moves', () => {
  expect(put(menu, 'a1', 'a1')).toBeUndefined();
  expect(put(menu, 'a1', 'a')).toBeUndefined();
  expect(put(menu, 'b', 'a1')).toBeUndefined();
});

test('arrows lead along the row, through the group, and back into it', () => {
  expect(next(menu, 'a', 'a', { along: 'row', step: 1 })).toBe('b');
  expect(next(menu, 'a', 'a', { along: 'row', step: -1 })).toBeUndefined();
  expect(next(menu, 'a1', 'a1', { along: 'group', step: 1 })).toBe('a2');
  expect(next(menu, 'a1', 'a1', { along: 'row', step: 1 })).toBe('b');
  expect(next(menu, 'a1', 'b', { along: 'row', step: 1 })).toBe('full');
  expect(next(menu, 'a1', 'full', { along: 'group', step: -1 })).toBe('a2');
  expect(next(menu, 'b', 'b', { along: 'group', step: 1 })).toBeUndefined();
});

test('buttons are added, changed and found', () => {
  const made = newButton('新菜单');
  expect(made.id).toMatch(/^[0-9A-Za-z_-]{1,64}$/);
  const more = withAdded(menu, made, 'a');
  expect(find(more, made.id)).toMatchObject({ parent: { id: 'a' }, at: 2, of: 3 });
  expect(
    find(
      withButton(more, 'b', (b) => ({ ...b, name: '商城' })),
      'b',
    )?.button.name,
  ).toBe('商城');
});

test('what was entered for an action that was left is kept here, and not sent', () => {
  const tried: Button = { ...page('b'), action: 'send', replies: [{ kind: 'text', text: '你好', label: '你好' }] };
  const sent = written({ buttons: [tried], conditional: [] });
  expect(sent.buttons).toEqual([{ id: 'b', name: 'b', action: 'send', replies: [{ kind: 'text', text: '你好' }] }]);
});

test('the article that is picked of several is sent', () => {
  const reply = { kind: 'material', media_id: 'm', article: 2 } as const;
  const button: Button = { id: 'b', name: 'b', action: 'send', replies: [reply] };
  expect(written({ buttons: [button], conditional: [] }).buttons[0]?.replies).toEqual([reply]);
});

test('taps and titles make no difference between menus', () => {
  const a: Menu = { buttons: [page('b')], conditional: [] };
  expect(same(a, { buttons: [{ ...page('b'), taps: 7, label: '标题' }], conditional: [] })).toBe(true);
  expect(same(a, { buttons: [{ ...page('b'), name: '商城' }], conditional: [] })).toBe(false);
});

test('a problem is told at its button and field', () => {
  const all: Menu = { buttons: menu, conditional: [{ id: 'vip', name: '会员', buttons: [group('c', page('c1'))] }] };
  expect(placeOf(all, 'buttons.0.buttons.1.url')).toEqual({ menu: undefined, button: 'a2', part: 'url' });
  expect(placeOf(all, 'buttons.1.replies.0.text')).toEqual({ menu: undefined, button: 'b', part: 'replies.0.text' });
  expect(placeOf(all, 'conditional.0.buttons.0.buttons.0.name')).toEqual({ menu: 'vip', button: 'c1', part: 'name' });
  expect(placeOf(all, 'conditional.0.tag_id')).toEqual({ menu: 'vip', button: undefined, part: 'tag_id' });
  expect(placeOf(all, 'buttons')).toEqual({ menu: undefined, button: undefined, part: 'buttons' });
});

test('a conditional menu begins as a copy of the menu of all, its buttons with identities of their own', () => {
  const { menu: all, id } = withConditional({ buttons: menu, conditional: [] }, '会员');
  const [made] = all.conditional;
  expect(made).toMatchObject({ id, name: '会员' });
  const ids = (buttons: readonly Button[]): string[] => buttons.flatMap((b) => [b.id, ...ids(b.buttons ?? [])]);
  const own = ids(made?.buttons ?? []);
  expect(own).toHaveLength(ids(menu).length);
  expect(new Set([...own, ...ids(menu)]).size).toBe(own.length * 2);
  expect(made?.buttons[0]?.buttons?.map((b) => b.name)).toEqual(['a1', 'a2']);
});

test('conditional menus are changed, put in order and removed', () => {
  const one = withConditional({ buttons: menu, conditional: [] }, '会员');
  const two = withConditional(one.menu, '安卓');
  const earlier = movedConditional(two.menu, two.id, -1);
  expect(earlier.conditional.map((c) => c.name)).toEqual(['安卓', '会员']);
  const ruled = changedConditional(earlier, one.id, { tag_id: 101 });
  expect(ruled.conditional.map((c) => c.tag_id)).toEqual([undefined, 101]);
  expect(withoutConditional(ruled, two.id).conditional.map((c) => c.name)).toEqual(['会员']);
  expect(written({ buttons: [], conditional: [{ id: 'c', name: 'x', tag_id: 0, buttons: [] }] }).conditional).toEqual([
    { id: 'c', name: 'x', buttons: [] },
  ]);
});
