// Mass sends: what was sent, the administrator's answer, and how the platform treats them.

import { account, get, post, put, trying } from './api.js';
import { beijing, figure, h, head, show } from './dom.js';
import { refresh } from './place.js';

const states = { confirming: '等管理员确认', sending: '发送中', sent: '已发送', failed: '失败', deleted: '已删除' };
const tags = { sent: 'tag', confirming: 'tag asks' };
const switches = {
  confirm: 'API 群发保护：群发给所有人要管理员确认，30 分钟不答就失败',
  refuse_history: '历史图文的 media_id 不能群发（40007）',
  silent: '不推送结果',
  event_first: '结果先于接口的回答推送',
  forget_keys: '不认 clientmsgid：重试当新的群发',
};
const reprints = { '': '没有发现', allowed: '判为转载，可以发', forbidden: '判为转载，不能发' };
const publications = { 0: '成功', 2: '原创校验没有通过', 3: '常规失败', 4: '平台审核不通过' };
const failures = {
  'err(40001)': '管理员拒绝', 'err(40002)': '管理员 30 分钟没有回答', 'err(30002)': '判为转载，不能发', 'err(30003)': '判为转载，没有允许照发',
};
const second = 1_000_000_000;

function audience(send) {
  if (send.to_all) return '所有人';
  return send.tag_id ? `标签 ${send.tag_id}` : '指定粉丝';
}

function minutesLeft(send, now) {
  return Math.max(0, Math.ceil((new Date(send.until) - new Date(now)) / 60_000));
}

function outcome(send, now) {
  switch (send.state) {
    case 'confirming': return `还等 ${minutesLeft(send, now)} 分钟`;
    case 'sent': return `送达 ${figure(send.filter)} / ${figure(send.total)}`;
    case 'failed': return `${failures[send.status] ?? ''} ${send.status}`.trim();
    default: return '';
  }
}

// answers are what the administrator can say in WeChat.
function answers(base, send) {
  const answer = async (verb, said) => {
    if (await trying(() => post(`${base}/${send.msg_id}/${verb}`), said)) refresh();
  };
  return h('div', { class: 'answers' },
    h('button', { class: 'button small primary', type: 'button', 'aria-label': `同意群发「${send.title}」`, onclick: () => answer('allow', '管理员已同意') }, '同意'),
    h('button', { class: 'button small danger', type: 'button', 'aria-label': `拒绝群发「${send.title}」`, onclick: () => answer('refuse', '管理员已拒绝') }, '拒绝'));
}

function row(base, send, now) {
  return h('tr', null,
    h('td', { class: 'tight' }, beijing(send.accepted_at)),
    h('td', null, send.title, send.articles > 1 && h('span', { class: 'muted' }, ` 等 ${send.articles} 篇`)),
    h('td', { class: 'tight' }, audience(send)),
    h('td', { class: 'tight' }, h('span', { class: tags[send.state] ?? 'tag off' }, states[send.state])),
    h('td', null, send.state === 'confirming' && answers(base, send), outcome(send, now)),
    h('td', { class: 'num tight' }, String(send.tries)), h('td', { class: 'num tight' }, h('code', null, String(send.msg_id))));
}

function table(base, sends, now) {
  return [h('div', { class: 'bar log-bar' }, h('h2', null, '收到的群发'), h('span', { class: 'total' }, `最近 ${figure(sends.length)} 次`)), rows(base, sends, now)];
}

function rows(base, sends, now) {
  if (sends.length === 0) return h('div', { class: 'empty' }, h('strong', null, '还没有群发'), '在控制台里发一次，这里就有了。');
  return h('table', null,
    h('thead', null, h('tr', null, ['时间', '图文', '发给谁', '状态', '结果'].map((t) => h('th', null, t)), ['请求', 'msg_id'].map((t) => h('th', { class: 'num tight' }, t)))),
    h('tbody', null, sends.map((send) => row(base, send, now))));
}

// What is drawn is drawn again only when it has changed, so that what has the
// focus keeps it.
let watching = 0;
function watch(base, list, drawn) {
  clearTimeout(watching);
  watching = setTimeout(async () => {
    if (!list.isConnected) return;
    try {
      const [{ sends }, { now }] = await Promise.all([get(base), get('/clock')]);
      const text = JSON.stringify(sends.map((send) => [send, outcome(send, now)]));
      if (list.isConnected && text !== drawn) list.replaceChildren(...table(base, sends, now));
      watch(base, list, text);
    } catch {
      watch(base, list, drawn); // the sandbox is away for a moment
    }
  }, 1500);
}

/** showMass shows the sends, newest first, and the platform's settings. */
export async function showMass(mine) {
  const base = `${account(mine.app_id)}/mass`;
  const [{ settings, sends }, { now }] = await Promise.all([get(base), get('/clock')]);
  const save = async (changed) => {
    if (await trying(() => put(base, { ...settings, ...changed }), '已保存')) refresh();
  };
  const choice = (label, name, choices, read) => {
    const field = h('select', { onchange: () => save({ [name]: read(field.value) }) },
      Object.entries(choices).map(([value, text]) => h('option', { value, selected: value === String(settings[name]) }, text)));
    return h('label', { class: 'check' }, label, field);
  };
  const duration = h('input', { type: 'number', min: 0, 'aria-label': '群发和发布要多少秒', value: settings.duration / second });
  const list = h('div', { class: 'sends' }, table(base, sends, now));
  show(head('群发与发布', '群发和发布的结果按这里的设置来；管理员的确认也在这里回答。'),
    h('section', { class: 'card' }, h('h2', null, '平台怎样对待'),
      Object.entries(switches).map(([name, text]) => h('label', { class: 'check' },
        h('input', { type: 'checkbox', checked: settings[name], onchange: (e) => save({ [name]: e.target.checked }) }), text)),
      h('form', { class: 'line', onsubmit: (event) => {
        event.preventDefault();
        save({ duration: Math.round(Number(duration.value) * second) });
      } },
      choice('群发的原创校验', 'reprint', reprints, String), choice('发布的结果', 'publish_status', publications, Number),
      h('label', { class: 'check' }, '群发和发布要', duration, '秒'), h('button', { class: 'button', type: 'submit' }, '保存'))),
    list);
  watch(base, list, JSON.stringify(sends.map((send) => [send, outcome(send, now)])));
}
