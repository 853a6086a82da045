import { expect, test } from 'vitest';
import { numberedText, typedOption } from './numbered';
import { talk } from './testdata';
import { opened, tapped, typed } from './trial';

const tea = talk('tea', ['绿茶', '红茶'], { closing: '点一下就好' });
const home = talk('home', ['地址', '喝茶→tea', '没了→gone']);
const all = [home, tea];

test('the numbered text ends with the closing, or says how to answer', () => {
  expect(numberedText(tea)).toBe('想看点什么？\n1. 绿茶\n2. 红茶\n点一下就好');
  expect(numberedText(talk('x', ['好']))).toBe('想看点什么？\n1. 好\n请回复数字选择');
});

test('a number is understood however it is written, and nothing else is', () => {
  for (const text of ['2', '２', '二', '②', ' 2. ', '2、', '（2）', '【2】', '贰'])
    expect(typedOption(text, 3)).toBe(1);
  for (const text of ['4', '0', '02', '2个', '', '第二', '二二']) expect(typedOption(text, 3)).toBeUndefined();
  expect(typedOption('十', 10)).toBe(9);
});

test('a tap answers, and a conversation begins the next one, whose numbers then count', () => {
  let lines = tapped(opened(home), home, 0, all);
  expect(lines.slice(1)).toEqual([
    { kind: 'own', text: '地址' },
    { kind: 'reply', reply: { kind: 'text', text: '地址的回答' } },
  ]);
  lines = typed(tapped(lines, home, 1, all), '2', all);
  expect(lines.slice(-3)).toEqual([
    { kind: 'talk', talk: tea },
    { kind: 'own', text: '2' },
    { kind: 'reply', reply: { kind: 'text', text: '红茶的回答' } },
  ]);
  expect(typed(lines, '在吗', all).at(-1)).toEqual({ kind: 'note', note: 'noNumber' });
});

test('where the reply cannot be sent the fallback text stands in, and that is said', () => {
  expect(tapped(opened(home), home, 2, all).slice(2)).toEqual([
    { kind: 'reply', reply: { kind: 'text', text: '内容已更新，请稍后再试' } },
    { kind: 'note', note: 'missing' },
  ]);
  const gone = talk('x', ['读']);
  gone.options[0] = {
    id: 'o',
    label: '读',
    picks: 0,
    reply: { kind: 'material', media_id: 'm', fallback: '改天再来', problem: 'gone' },
  };
  expect(tapped(opened(gone), gone, 0, all).slice(2)).toEqual([
    { kind: 'reply', reply: { kind: 'text', text: '改天再来' } },
    { kind: 'note', note: 'instead' },
  ]);
});

test('an option without a reply says so', () => {
  const empty = talk('x', ['空→']);
  empty.options[0] = { id: 'o', label: '空', picks: 0, reply: { kind: 'text', text: ' ' } };
  expect(tapped(opened(empty), empty, 0, all).at(-1)).toEqual({ kind: 'note', note: 'unwritten' });
});
