// One chat: what was said, and where one writes.

import { h } from '../dom.js';
import { act, at, bar, open } from './main.js';
import { menuBar } from './menu.js';
import { backButton, face, iconButton, picture, tone } from './screens.js';
import { clockOf } from './side.js';

let scroll = null; // the messages; null while there is no chat
let latest = 0; // id of the last message shown
let lastAt = 0; // its time
let going = null; // the line about a push on its way

addEventListener('resize', () => { if (scroll) scroll.scrollTop = scroll.scrollHeight; });

/** leaveChat forgets the chat that was shown. */
export function leaveChat() {
  scroll = null;
  latest = 0;
  lastAt = 0;
  going = null;
}

// Links in texts are the only markup WeChat knows; all else stays text.
const link = /<a\s[^>]*?href="(https?:\/\/[^"]+)"[^>]*>([^<]*)<\/a>|(https?:\/\/[^\s，。；、）)]+)/g;

function words(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(link)) {
    parts.push(text.slice(from, found.index));
    const address = found[1] ?? found[3];
    const { person, app } = at();
    parts.push(h('button', { class: 'in-text', type: 'button', onclick: () => open(person, app, 'article', address) }, found[2] ?? address));
    from = found.index + found[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}

function articleButton(article, className, ...inside) {
  const { person, app } = at();
  return h('button', { class: className, type: 'button', onclick: () => open(person, app, 'article', article.url) }, ...inside);
}

function news(articles) {
  if (articles.length === 1) {
    const [one] = articles;
    return articleButton(one, 'card one', picture(one.picture_url, 'cover'),
      h('span', { class: 'card-title' }, one.title), one.digest && h('span', { class: 'card-digest' }, one.digest));
  }
  return h('div', { class: 'card many' }, articles.map((article, i) => i === 0
    ? articleButton(article, 'lead', picture(article.picture_url, 'cover'), h('span', { class: 'over' }, article.title))
    : articleButton(article, 'rest', h('span', null, article.title), picture(article.picture_url, 'thumb'))));
}

function menu(message) {
  return h('div', { class: 'bubble menu' },
    message.text && h('p', null, words(message.text)),
    h('ul', null, message.options.map((option) => h('li', null,
      h('button', { type: 'button', onclick: () => act(at().app, 'option', { option: option.id }) }, option.content)))),
    message.tail && h('p', null, words(message.tail)));
}

const silent = { voice: '语音', video: '视频', music: '音乐', card: '小程序' };

function body(message) {
  switch (message.kind) {
    case 'news': return news(message.articles);
    case 'menu': return menu(message);
    case 'image': return picture(message.picture_url, 'sent-picture', '图片');
    case 'text': return h('div', { class: 'bubble' }, words(message.text));
    default: return h('div', { class: 'bubble' }, `[${silent[message.kind] ?? message.kind}] ${message.text ?? ''}`);
  }
}

function element(message, chat, person, fresh) {
  if (message.from === 'system') return h('div', { class: `line${fresh ? ' fresh' : ''}` }, message.text);
  const mine = message.from === 'follower';
  return h('div', {
    class: `said ${mine ? 'mine' : 'theirs'}${fresh ? ' fresh' : ''}`,
    title: mine ? false : message.mass ? '群发' : message.passive ? '被动回复' : '客服消息',
  }, mine ? h('span', { class: `face small ${tone(person.id)}`, 'aria-hidden': 'true' }, [...person.name][0]) : face(chat, 'small'), body(message));
}

// lineOfPush says that a push is still on its way, and by which try.
function lineOfPush(push) {
  going?.remove();
  going = null;
  if (push?.state !== 'pushing') return;
  const tries = push.attempts.length;
  going = h('div', { class: 'line going' }, h('i'), h('i'), h('i'), tries === 0 ? '正在送给公众号' : `公众号没有应答，第 ${tries + 1} 次送达`);
  scroll.append(going);
}

function composer(chat) {
  const field = h('textarea', { rows: 1, placeholder: '说点什么', 'aria-label': '消息', maxlength: 600 });
  const send = h('button', { class: 'send', type: 'submit' }, '发送');
  const fit = () => {
    field.style.height = 'auto';
    field.style.height = Math.min(field.scrollHeight, 110) + 'px';
    send.classList.toggle('on', field.value.trim() !== '');
  };
  const form = h('form', { class: 'composer', onsubmit: async (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = '';
    fit();
    if (!(await act(chat.app_id, 'write', { text }))) {
      field.value = text;
      fit();
    }
    field.focus();
  } },
  h('span', { class: 'to-menu' }, iconButton('menu', '看菜单', () => form.parentElement.classList.add('with-menu'))),
  iconButton('scan', '扫一扫', () => open(at().person, chat.app_id, 'scan')),
  field,
  iconButton('picture', '发一张图片', () => act(chat.app_id, 'picture')),
  send);
  field.addEventListener('input', fit);
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  return form;
}

function footer(chat) {
  if (chat.followed) return h('div', { class: 'foot' }, composer(chat));
  return h('div', { class: 'composer gone' }, h('span', null, '已不再关注'),
    h('button', { class: 'send on', type: 'button', onclick: () => act(chat.app_id, 'follow') }, '重新关注'));
}

// drawMenu puts the account's menu in front of the composer, where there is one.
function drawMenu(view, chat) {
  const foot = view.querySelector('.foot');
  const menu = JSON.stringify(chat.menu ?? []);
  if (!foot || (foot.dataset.menu ?? '[]') === menu) return;
  foot.dataset.menu = menu;
  foot.querySelector('.menu-bar')?.remove();
  foot.classList.toggle('has-menu', menu !== '[]');
  foot.classList.toggle('with-menu', menu !== '[]' && !foot.querySelector('textarea').value);
  if (menu === '[]') return;
  foot.prepend(menuBar(chat.menu, () => {
    foot.classList.remove('with-menu');
    foot.querySelector('textarea').focus();
  }));
}

/** drawChat shows a chat, and adds to it what was said since. */
export function drawChat(view, chat, person, push) {
  const begun = scroll !== null;
  if (!begun) {
    scroll = h('div', { class: 'scroll chat', role: 'log', 'aria-label': `与${chat.name}的聊天`, tabindex: '0' });
    view.replaceChildren(
      bar(chat.name, backButton(person.id), iconButton('more', '公众号资料', () => open(person.id, chat.app_id, 'profile'))), scroll, footer(chat));
    view.dataset.followed = String(chat.followed);
    view.querySelector('textarea')?.focus();
  } else if (view.dataset.followed !== String(chat.followed)) {
    view.dataset.followed = String(chat.followed);
    view.lastElementChild.replaceWith(footer(chat));
    view.querySelector('textarea')?.focus();
  }
  drawMenu(view, chat);
  view.querySelector('.phone-bar h1').textContent = chat.typing ? '对方正在输入…' : chat.name;
  const low = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
  const fresh = chat.messages.filter((m) => m.id > latest);
  for (const message of fresh) {
    const time = new Date(message.at).getTime();
    if (time - lastAt > 300_000) scroll.append(h('div', { class: 'line when' }, clockOf(message.at)));
    lastAt = time;
    latest = message.id;
    scroll.append(element(message, chat, person, begun));
  }
  lineOfPush(push);
  const down = () => { if (scroll) scroll.scrollTop = scroll.scrollHeight; };
  if (fresh.length > 0 && (low || !begun)) {
    down();
    for (const img of scroll.querySelectorAll('img')) if (!img.complete) img.addEventListener('load', down, { once: true });
  } else if (going && low) down();
}
