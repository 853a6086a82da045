import { expect, test } from 'vitest';
import { rule, talk } from './testdata';
import { mapOf, reached, type Stop } from './ways';

/** A map in lines: how deep, the name's id, the option that leads there, the mark. */
function lines(stops: readonly Stop[], depth = 0): string[] {
  return stops.flatMap(({ id, by, mark, next }) => [
    [' '.repeat(depth), id, by && ` by ${by}`, mark && ` ${mark}`].filter(Boolean).join(''),
    ...lines(next, depth + 1),
  ]);
}

test('the map begins where nothing leads to, and follows the options', () => {
  const all = [talk('tea', ['绿茶']), talk('home', ['喝茶→tea', '地址']), talk('alone', ['好'])];
  expect(lines(mapOf(all))).toEqual(['home', ' tea by 喝茶', 'alone']);
});

test('a way that leads back ends there and says so, also where no root leads in', () => {
  const all = [talk('a', ['去→b']), talk('b', ['回→a'])];
  expect(lines(mapOf(all))).toEqual(['a', ' b by 去', '  a by 回 loop']);
});

test('what is deleted, too deep or drawn above is marked', () => {
  const chain = ['1', '2', '3', '4', '5', '6'].map((id) => talk(id, [`下→${Number(id) + 1}`]));
  expect(lines(mapOf(chain)).slice(4)).toEqual(['    5 by 下', '     6 by 下 deep', '      7 by 下 gone']);
  const twice = [talk('top', ['甲→mid', '乙→mid']), talk('mid', ['丙→end']), talk('end', ['好'])];
  expect(lines(mapOf(twice))).toEqual(['top', ' mid by 甲', '  end by 丙', ' mid by 乙 again']);
});

test('followers get where something that is on leads, through conversations too', () => {
  const all = [
    talk('home', ['喝茶→tea'], { used_by: [rule()] }),
    talk('tea', ['好'], { used_by: [{ kind: 'conversation', id: 'home', name: '会话 home', active: true }] }),
    talk('off', ['看→under'], { used_by: [rule(false)] }),
    talk('under', ['好'], { used_by: [{ kind: 'conversation', id: 'off', name: '会话 off', active: true }] }),
  ];
  expect([...reached(all)]).toEqual(['home', 'tea']);
});
