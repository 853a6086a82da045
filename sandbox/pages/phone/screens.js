// The screens of the phone besides the chat.

import { confirm, figure, h, icon, local } from '../dom.js';
import { act, at, bar, open } from './main.js';
import { clockOf } from './side.js';

const kinds = { service: '服务号', subscription: '订阅号' };
const marks = { 青禾生活: ['禾', 'tone-0'], 青禾手记: ['记', 'tone-1'] }; // of the sample accounts

/** tone is one of six colors, by what an id is. */
export function tone(id) {
  let n = 0;
  for (const c of id) n = (n * 31 + c.codePointAt(0)) % 6;
  return `tone-${n}`;
}

/** face is an account's picture: a letter on a leaf. */
export function face(chat, size = '') {
  const name = chat.name || chat.app_id;
  const [glyph, color] = marks[name] ?? [[...name][0], tone(chat.app_id)];
  return h('span', { class: `face ${color} ${size}`, 'aria-hidden': 'true' }, glyph);
}

/** iconButton is a button that is only an icon. */
export function iconButton(name, label, onclick) {
  return h('button', { class: 'icon-button', type: 'button', 'aria-label': label, title: label, onclick }, icon(name));
}

export const backButton = (...where) => iconButton('back', '返回', () => open(...where));

/** drawNobody asks for the first person. */
export function drawNobody(view, add) {
  view.replaceChildren(h('div', { class: 'hello' },
    h('span', { class: 'hello-mark', 'aria-hidden': 'true' }, icon('people')),
    h('h1', null, '先来一位粉丝'), h('p', null, '他会有自己的手机：关注公众号、说话、扫码，收到的和真的微信里一样。'),
    h('div', { class: 'names' }, ['林小满', '周予安', '许知夏', '陈砚'].map((name) =>
      h('button', { class: 'button', type: 'button', onclick: () => add(name) }, name)))));
}

function chatRow(chat) {
  const { person } = at();
  return h('li', null, h('button', { class: 'chat-row', type: 'button', onclick: () => open(person, chat.app_id) },
    face(chat),
    h('span', { class: 'chat-text' },
      h('span', { class: 'chat-name' }, h('strong', null, chat.name || chat.app_id), chat.verified && icon('verified'), chat.last && h('time', null, clockOf(chat.last.at))),
      h('span', { class: 'chat-last' }, h('span', null, chat.typing ? '对方正在输入…' : chat.last?.text ?? `${kinds[chat.kind]} · 还没有消息`),
        chat.unread > 0 && h('b', { class: 'unread', 'aria-label': `${chat.unread} 条未读` }, figure(chat.unread))))));
}

/** drawChats is the list of chats, and the accounts there are besides. */
export function drawChats(view, person) {
  const talked = person.chats.filter((c) => c.followed || c.last)
    .sort((a, b) => new Date(b.last?.at ?? 0) - new Date(a.last?.at ?? 0));
  const others = person.chats.filter((c) => !c.followed && !c.last);
  view.replaceChildren(
    bar(`${person.name}的消息`, null),
    h('div', { class: 'scroll list', tabindex: '-1' },
      talked.length > 0 && h('ul', null, talked.map(chatRow)),
      talked.length === 0 && h('div', { class: 'quiet' }, icon('chat'), h('p', null, '还没有关注任何公众号'), h('small', null, '从下面关注一个，或用它的二维码')),
      others.length > 0 && h('h2', null, '发现公众号'),
      h('ul', null, others.map((chat) => h('li', null, h('button', { class: 'chat-row', type: 'button', onclick: () => open(person.id, chat.app_id, 'profile') },
        face(chat),
        h('span', { class: 'chat-text' },
          h('span', { class: 'chat-name' }, h('strong', null, chat.name || chat.app_id), chat.verified && icon('verified')),
          h('span', { class: 'chat-last' }, h('span', null, `${kinds[chat.kind]}${chat.verified ? ' · 已认证' : ''}`))),
        h('span', { class: 'go' }, '关注')))))));
}

/** drawProfile is an account's own page, where one follows and goes. */
export function drawProfile(view, chat) {
  const { person } = at();
  const follow = async () => {
    if (await act(chat.app_id, 'follow')) open(person, chat.app_id);
  };
  const unfollow = async () => {
    if (await confirm(`不再关注${chat.name}？`, '公众号会收到 unsubscribe，须删掉这位粉丝的资料。聊天记录还留在手机上。', '不再关注')) await act(chat.app_id, 'unfollow');
  };
  view.replaceChildren(
    bar('公众号资料', backButton(person, chat.last ? chat.app_id : '')),
    h('div', { class: 'scroll profile' },
      face(chat, 'large'),
      h('h2', null, chat.name || chat.app_id),
      h('p', null, `${kinds[chat.kind]}${chat.verified ? ' · 已认证' : ' · 未认证'}`),
      h('div', { class: 'profile-do' },
        chat.followed
          ? [h('button', { class: 'big primary', type: 'button', onclick: () => open(person, chat.app_id) }, '发消息'),
            h('button', { class: 'big', type: 'button', onclick: unfollow }, '不再关注')]
          : [h('button', { class: 'big primary', type: 'button', onclick: follow }, '关注公众号'),
            h('button', { class: 'big', type: 'button', onclick: () => open(person, chat.app_id, 'scan') }, '扫它的二维码')]),
      h('dl', { class: 'facts' }, h('dt', null, 'AppID'), h('dd', null, chat.app_id), h('dt', null, '在这里的 OpenID'), h('dd', null, chat.openid))));
}

/** drawScan is the scanner: the codes the account made, or a scene written by hand. */
export function drawScan(view, chat, codes) {
  const { person } = at();
  const field = h('input', { placeholder: '或输入场景值', 'aria-label': '场景值', autocomplete: 'off' });
  const scan = async (what) => {
    if (await act(chat.app_id, 'scan', what)) open(person, chat.app_id);
  };
  view.replaceChildren(
    bar('扫一扫', backButton(person, chat.app_id)),
    h('div', { class: 'scroll scanner' },
      h('div', { class: 'finder', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'), h('i'), h('b')),
      codes.length === 0 && h('p', { class: 'none' }, chat.kind === 'service' ? '这个公众号还没有生成二维码。' : '带参数的二维码只属于已认证的服务号。'),
      h('ul', { class: 'code-grid' }, codes.slice(0, 60).map((code) => h('li', null,
        h('button', { type: 'button', disabled: code.expired, onclick: () => scan({ ticket: code.ticket }) },
          code.expired ? h('span', { class: 'dead' }, '已过期') : h('img', { src: '/cgi-bin/showqrcode?ticket=' + encodeURIComponent(code.ticket), alt: '', loading: 'lazy' }),
          h('span', null, code.scene), h('small', null, code.expires_at ? '临时' : '永久'))))),
      h('form', { class: 'scan-form', onsubmit: (event) => {
        event.preventDefault();
        if (field.value.trim()) scan({ scene: field.value.trim() });
      } }, field, h('button', { class: 'send on', type: 'submit' }, '扫描'))));
}

/** drawArticle opens an article in the phone; one from elsewhere opens outside. */
export function drawArticle(view, chat, address) {
  const { person } = at();
  let own = '';
  try {
    const url = new URL(address, location.href);
    if (url.pathname === '/s') own = url.pathname + url.search;
  } catch { /* what is no address is not opened */ }
  const outside = /^https?:\/\//.test(address) ? address : null;
  view.replaceChildren(
    bar(chat.name, iconButton('close', '关闭', () => open(person, chat.app_id))),
    own ? h('iframe', { class: 'article', src: own, title: '文章', sandbox: 'allow-same-origin' })
      : h('div', { class: 'quiet outside' }, icon('link'), h('p', null, '这个链接不在沙箱里'), h('small', null, address),
        outside && h('a', { class: 'big', href: outside, target: '_blank', rel: 'noreferrer' }, '在浏览器打开')));
}

/** picture is a picture of the sandbox; others, and none, are a blank. */
export function picture(address, className, alt = '') {
  const src = local(address);
  return src ? h('img', { class: className, src, alt, loading: 'lazy' }) : h('span', { class: `${className} blank`, 'aria-hidden': 'true' }, icon('drafts'));
}
