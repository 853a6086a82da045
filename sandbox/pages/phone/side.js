// Beside the phone: whose it is and what time; behind it: what the platform
// knows and did.

import { post, trying } from '../api.js';
import { figure, h } from '../dom.js';
import { act, at, open } from './main.js';
import { tone } from './screens.js';

let offset = 0; // the platform's time less the browser's

/** setClock takes up the platform's time. */
export function setClock(now) {
  offset = new Date(now).getTime() - Date.now();
  tick();
}

const now = () => Date.now() + offset;
const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
const hourOf = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false });
const dateOf = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'long', day: 'numeric' });
const longOf = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'long', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

/** clockOf writes a time as a phone does: the hour today, else the day too. */
export function clockOf(time) {
  const t = new Date(time);
  if (dayOf.format(t) === dayOf.format(now())) return hourOf.format(t);
  if (dayOf.format(t) === dayOf.format(now() - 86_400_000)) return `昨天 ${hourOf.format(t)}`;
  return `${dateOf.format(t)} ${hourOf.format(t)}`;
}

/** tick moves everything that shows the time. */
export function tick() {
  document.getElementById('hour').textContent = hourOf.format(now());
  const long = document.getElementById('long-time');
  if (long) long.textContent = longOf.format(now());
  for (const el of document.querySelectorAll('[data-closes]')) el.textContent = left(Number(el.dataset.closes) - now());
}

function left(ms) {
  if (ms <= 0) return '已经关上';
  const s = Math.ceil(ms / 1000);
  if (s < 120) return `还有 ${s} 秒`;
  if (s < 7200) return `还有 ${Math.round(s / 60)} 分钟`;
  return `还有 ${Math.floor(s / 3600)} 小时 ${Math.floor((s % 3600) / 60)} 分`;
}

/** drawPeople lists whose phones there are. */
export function drawPeople(people, chosen) {
  document.getElementById('people').replaceChildren(...people.map((p) =>
    h('button', { class: 'person', type: 'button', 'aria-pressed': String(p.id === chosen), onclick: () => open(p.id) },
      h('span', { class: `face small round ${tone(p.id)}`, 'aria-hidden': 'true' }, [...p.name][0]), h('span', null, p.name))));
}

const moves = [['1 分', 60], ['1 小时', 3600], ['1 天', 86_400], ['2 天', 172_800]];

/** drawTime shows the platform's time and moves it. */
export function drawTime(draw) {
  document.getElementById('time').replaceChildren(
    h('span', null, '平台时间（北京）'), h('strong', { id: 'long-time' }),
    h('div', { class: 'chips', role: 'group', 'aria-label': '时间往前走' }, moves.map(([text, seconds]) =>
      h('button', { class: 'button small', type: 'button', onclick: async () => {
        if (await trying(() => post('/clock', { seconds }), `时间往前走了 ${text}`)) draw();
      } }, `+${text}`))));
  tick();
}

const openers = { message: '发来过消息', tap: '点过菜单', scan: '扫过二维码', follow: '刚关注' };

/** drawWindow shows what customer-service messages may still be sent. */
export function drawWindow(chat) {
  const panel = document.getElementById('window');
  if (!chat) for (const name of ['codes', 'log']) document.getElementById(name).hidden = true;
  if (!chat) return panel.replaceChildren(h('h2', null, '手机背后'), h('p', null, '这里会显示平台看到的：客服窗口、二维码、每一次推送。'));
  const w = chat.window;
  panel.replaceChildren(
    h('h2', null, chat.name, h('small', null, '客服消息窗口')),
    w ? h('div', { class: 'window' },
      h('div', { class: 'dots', role: 'img', 'aria-label': `${w.limit} 条里已发 ${w.sent} 条` }, Array.from({ length: w.limit }, (_, i) => h('i', { class: i < w.sent ? 'used' : '' }))),
      h('div', null, h('strong', null, w.sent < w.limit ? `还能发 ${w.limit - w.sent} 条` : '条数用完了'),
        h('span', null, `粉丝${openers[w.kind]}，`, h('span', { 'data-closes': String(new Date(w.closes_at).getTime()) }))))
      : h('p', { class: 'shut' }, chat.followed ? '窗口关着：等粉丝发消息、点菜单或扫码。' : '还没有关注，什么也发不了。'));
  tick();
}

/** drawCodes lists the codes that can be scanned. */
export function drawCodes(chat, codes) {
  const panel = document.getElementById('codes');
  panel.hidden = codes.length === 0;
  panel.replaceChildren(h('h2', null, '扫一张码', h('small', null, `${figure(codes.length)} 张`)),
    h('ul', { class: 'code-row' }, codes.slice(0, 12).map((code) => h('li', null,
      h('button', { type: 'button', disabled: code.expired, title: `${code.scene}${code.expires_at ? '（临时）' : '（永久）'}`, onclick: async () => {
        const { person } = at();
        if (await act(chat.app_id, 'scan', { ticket: code.ticket })) open(person, chat.app_id);
      } }, code.expired ? h('span', { class: 'dead' }, '过期') : h('img', { src: '/cgi-bin/showqrcode?ticket=' + encodeURIComponent(code.ticket), alt: '', loading: 'lazy' }),
      h('span', null, code.scene))))));
}

const states = {
  pushing: ['正在推送', 'busy'], answered: ['已应答', 'good'], malformed: ['应答不合格', 'bad'],
  unanswered: ['没有应答', 'bad'], blocked: ['已屏蔽', 'bad'], not_pushed: ['未推送', 'off'],
};
const types = { text: '消息', image: '图片', subscribe: '关注', unsubscribe: '取消关注', SCAN: '扫码', CLICK: '点菜单', VIEW: '点链接', view_miniprogram: '点小程序' };

function outcome(push) {
  const last = push.attempts.at(-1);
  if (!last) return '';
  const ms = Math.max(1, Math.round(last.took / 1e6));
  const took = ms < 1000 ? `${ms} 毫秒` : `${(ms / 1000).toFixed(1)} 秒`;
  return push.attempts.length > 1 ? `第 ${push.attempts.length} 次，${took}` : took;
}

function kindOf(answer) {
  if (!answer) return '空';
  return answer === 'success' ? 'success' : /<MsgType><!\[CDATA\[(\w+)\]\]>/.exec(answer)?.[1] ?? '…';
}

/** textOf is what a push says in short: of a tap on the menu the button's name, while the menu still has it. */
function textOf(push, menu) {
  const buttons = menu.flatMap((button) => [button, ...(button.sub_button ?? [])]);
  return buttons.find((button) => push.text && [button.key, button.url].includes(push.text))?.name ?? push.text;
}

function entry(push, menu) {
  const [text, mood] = states[push.state] ?? [push.state, 'off'];
  const last = push.attempts.at(-1);
  return h('li', null, h('details', null,
    h('summary', null,
      h('span', { class: `mood ${mood}` }, text),
      h('span', { class: 'what' }, h('strong', null, types[push.type] ?? push.type), push.text && h('span', { title: push.text }, ` ${textOf(push, menu)}`)),
      h('span', { class: 'took' }, outcome(push))),
    h('p', null, '推送'), h('pre', null, push.message),
    push.attempts.map((a, i) => [
      h('p', null, `第 ${i + 1} 次：${a.status ? 'HTTP ' + a.status : '没有应答'}${a.problem ? '，' + a.problem : `，${kindOf(a.answer)}`}`),
      a === last && a.answer && h('pre', null, a.answer)])));
}

/** drawLog lists the pushes about this person, newest first. */
export function drawLog(chat, pushes, callback) {
  const panel = document.getElementById('log');
  panel.hidden = false;
  const opened = new Set([...panel.querySelectorAll('details[open]')].map((d) => d.dataset.id));
  panel.replaceChildren(
    h('h2', null, '推送', h('small', null, callback.url ? callback.encryption === 'plain' ? '明文' : callback.encryption === 'safe' ? '安全模式' : '兼容模式' : '未配置')),
    callback.url ? '' : h('p', null, '这个公众号还没有填服务器地址，消息不会被推送。', h('a', { href: `../#/${encodeURIComponent(chat.app_id)}/pushes` }, '去填写')),
    callback.url && pushes.length === 0 ? h('p', null, '粉丝做点什么，这里就会出现一次推送。') : '',
    h('ul', null, pushes.slice(0, 40).map((push) => {
      const item = entry(push, chat.menu ?? []);
      const details = item.firstChild;
      details.dataset.id = String(push.id);
      details.open = opened.has(String(push.id));
      return item;
    })));
}

