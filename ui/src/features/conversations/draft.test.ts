import { expect, test } from 'vitest';
import { among, copyOf, draftOf, missing, newDraft, newOption, placeOf, same, withIds, written } from './draft';
import { filtered } from './filter';
import { rule, talk } from './testdata';

test('what was entered for another kind of reply is not sent, nor what the server fills in', () => {
  const draft = draftOf(talk('a', ['茶']));
  const [option] = draft.options;
  const reply = { kind: 'material' as const, media_id: 'm', text: '旧的', label: '标题', problem: 'gone' as const };
  const edited = { ...draft, options: [{ ...option, key: 'a-0', label: '茶', picks: 3, reply }] };
  expect(written(edited, '2026-11-22T03:20:00Z')).toEqual({
    name: '会话 a',
    opening: '想看点什么？',
    closing: '',
    options: [{ id: 'a-0', label: '茶', reply: { kind: 'material', media_id: 'm' } }],
    updated_at: '2026-11-22T03:20:00Z',
  });
});

test('a copy has options of its own', () => {
  const copy = copyOf(talk('a', ['茶', '酒']), '副本');
  expect(written(copy, undefined).options.map((o) => [o.id, o.label])).toEqual([
    [undefined, '茶'],
    [undefined, '酒'],
  ]);
});

test('saving gives new options their ids, in earlier steps too', () => {
  const before = draftOf(talk('a', ['茶']));
  const added = newOption('酒');
  const draft = { ...before, options: [...before.options, added] };
  const saved = talk('a', ['茶', '酒']);
  expect(withIds(draft, draft, saved).options.map((o) => o.id)).toEqual(['a-0', 'a-1']);
  const moved = { ...draft, options: draft.options.toReversed() };
  expect(withIds(moved, draft, saved).options.map((o) => o.id)).toEqual(['a-1', 'a-0']);
  expect(same(withIds(before, draft, saved), before)).toBe(true);
});

test('what is missing is found by its place, and the server’s fields find their place', () => {
  const draft = newDraft();
  const key = draft.options[0]?.key ?? '';
  expect(missing(draft)).toEqual({ name: 'name', opening: 'opening', [`${key} label`]: 'label', [key]: 'text' });
  expect(missing(draftOf(talk('a', ['茶', '酒→b'])))).toEqual({});
  expect(missing(draftOf(talk('a', [])))).toEqual({ options: 'options' });
  expect([
    placeOf(draft, 'options.0.reply.media_id'),
    placeOf(draft, 'options.0.label'),
    placeOf(draft, 'options'),
    placeOf(draft, 'opening'),
  ]).toEqual([key, `${key} label`, 'options', 'opening']);
});

test('the draft stands among the others as if it were saved, keeping what starts it', () => {
  const all = [talk('a', ['茶'], { used_by: [rule()] }), talk('b', ['酒'])];
  const draft = { ...draftOf(talk('a', ['咖啡'])), name: '新名' };
  const [a, b] = among(all, 'a', draft);
  expect([a?.name, a?.options[0]?.label, a?.used_by.length, b]).toEqual(['新名', '咖啡', 1, all[1]]);
  expect(among(all, 'new', draft).map((c) => c.id)).toEqual(['a', 'b', 'new']);
});

test('the list is searched in options and replies, narrowed by state, the newest change first', () => {
  const all = [
    talk('a', ['茶'], { used_by: [rule()] }),
    talk('b', ['酒'], { updated_at: '2026-11-23T00:00:00Z' }),
    talk('c', ['茶点'], { updated_at: '2026-11-24T00:00:00Z' }),
  ];
  const ids = (search: Parameters<typeof filtered>[1]) => filtered(all, search).map((c) => c.id);
  expect(ids({})).toEqual(['c', 'b', 'a']);
  expect(ids({ q: '茶 回答' })).toEqual(['c', 'a']);
  expect(ids({ state: 'unreached' })).toEqual(['c', 'b']);
  expect(ids({ state: 'problem' })).toEqual([]);
});
