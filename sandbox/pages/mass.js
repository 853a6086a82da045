// Mass sends: what was sent, the administrator's answer, and how the platform treats them.

import { account, get, post, put, trying } from './api.js';
import { beijing, figure, h, head, show } from './dom.js';
import { refresh } from './place.js';

const states = { confirming: '等管理员确认', sending: '发送中', sent: '已发送', failed: '失败', deleted: '已删除' };
const switches = {
  confirm: 'API 群发保护：群发给所有人要管理员确认，30 分钟不答就失败',
  refuse_history: '历史图文的 media_id 不能群发（40007）',
  silent: '不推送结果',
  event_first: '结果先于接口的回答推送',
  forget_keys: '不认 clientmsgid：重试当新的群发',
};
const reprints = { '': '没有发现', allowed: '判为转载，可以发', forbidden: '判为转载，不能发' };
const second = 1_000_000_000;

function audience(send) {
  if (send.to_all) return '所有人';
  return send.tag_id ? `标签 ${send.tag_id}` : '指定粉丝';
}

function sendCard(base, send) {
  const answer = async (verb, said) => {
    if (await trying(() => post(`${base}/${send.msg_id}/${verb}`), said)) refresh();
  };
  return h('div', { class: 'plan' },
    h('strong', null, send.title), ` ${audience(send)} · ${states[send.state]}`,
    send.state === 'sent' && ` · 送达 ${figure(send.filter)} / ${figure(send.total)}`, send.state === 'failed' && ` · ${send.status}`,
    send.state === 'confirming' && h('button', { class: 'button small', onclick: () => answer('allow', '已同意') }, '同意'),
    send.state === 'confirming' && h('button', { class: 'button small danger', onclick: () => answer('refuse', '已拒绝') }, '拒绝'),
    h('span', null, `${send.msg_id} · ${beijing(send.accepted_at)}`));
}

/** showMass shows the sends, newest first, and the platform's settings. */
export async function showMass(mine) {
  const base = `${account(mine.app_id)}/mass`;
  const { settings, sends } = await get(base);
  const save = async (changed) => {
    if (await trying(() => put(base, { ...settings, ...changed }), '已保存')) refresh();
  };
  const duration = h('input', { type: 'number', min: 0, 'aria-label': '发送要多少秒', value: settings.duration / second });
  const reprint = h('select', { 'aria-label': '原创校验', onchange: () => save({ reprint: reprint.value }) },
    Object.entries(reprints).map(([value, text]) => h('option', { value, selected: value === settings.reprint }, text)));
  show(head('群发与发布', '群发的结果按这里的设置来；管理员的确认也在这里回答。'),
    h('section', { class: 'card' }, h('h2', null, '平台怎样对待'),
      Object.entries(switches).map(([name, text]) => h('label', { class: 'check' },
        h('input', { type: 'checkbox', checked: settings[name], onchange: (e) => save({ [name]: e.target.checked }) }), text)),
      h('div', { class: 'line' }, h('label', { class: 'check' }, '原创校验', reprint)),
      h('div', { class: 'line' }, h('label', { class: 'check' }, '发送要', duration, '秒'),
        h('button', { class: 'button', onclick: () => save({ duration: Math.round(Number(duration.value) * second) }) }, '保存'))),
    h('section', { class: 'card' }, h('h2', null, '收到的群发'),
      sends.length === 0 ? h('p', null, '还没有。') : sends.map((send) => sendCard(base, send))));
}
