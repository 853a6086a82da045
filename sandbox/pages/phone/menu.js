// The menu at the bottom of a chat, as the phone read it last.

import { h, toast } from '../dom.js';
import { act, at, open } from './main.js';
import { iconButton } from './screens.js';

/** short cuts a name as WeChat shows it: so many Chinese characters, Latin ones counting half. */
function short(name, most) {
  let width = 0;
  let kept = '';
  for (const c of name) {
    width += c.codePointAt(0) < 256 ? 0.5 : 1;
    if (width > most) return `${kept}…`;
    kept += c;
  }
  return kept;
}

/** tap does what a button does: the account hears of it, and the phone goes where it leads. */
async function tap(button, top, sub) {
  if (!(await act(at().app, 'button', { top, sub }))) return;
  const { person, app } = at();
  if (button.type === 'view') open(person, app, 'article', button.url);
  if (button.type === 'miniprogram') toast(`打开了小程序 ${button.appid}：${button.pagepath}`);
}

let opened = null; // the group that is unfolded

function fold() {
  opened?.classList.remove('open');
  opened?.querySelector('.menu-top').setAttribute('aria-expanded', 'false');
  opened = null;
}

function group(button, top) {
  const item = h('li', { class: 'menu-group' },
    h('button', { class: 'menu-top', type: 'button', 'aria-expanded': 'false', title: button.name, onclick: () => {
      const again = opened === item;
      fold();
      if (again) return;
      opened = item;
      item.classList.add('open');
      item.querySelector('.menu-top').setAttribute('aria-expanded', 'true');
    } }, h('i', { 'aria-hidden': 'true' }), short(button.name, 4)),
    h('ul', { class: 'menu-subs' }, button.sub_button.map((sub, i) => h('li', null,
      h('button', { type: 'button', title: sub.name, onclick: () => {
        fold();
        tap(sub, top, i);
      } }, short(sub.name, 8))))));
  return item;
}

/** menuBar is the row of buttons; write shows the keyboard instead. */
export function menuBar(menu, write) {
  fold();
  return h('nav', { class: 'menu-bar', 'aria-label': '自定义菜单', onkeydown: (event) => {
    if (event.key !== 'Escape' || !opened) return;
    event.stopPropagation();
    const top = opened.querySelector('.menu-top');
    fold();
    top.focus();
  } },
  iconButton('keyboard', '打字', write),
  h('ul', { class: 'menu-tops' }, menu.map((button, top) => button.sub_button?.length > 0 ? group(button, top)
    : h('li', null, h('button', { class: 'menu-top', type: 'button', title: button.name, onclick: () => {
      fold();
      tap(button, top, -1);
    } }, short(button.name, 4))))));
}
