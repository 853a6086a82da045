// Quotas and counts of calls, by interface.

import { account, get, put, remove, trying } from './api.js';
import { figure, h, head, show } from './dom.js';
import { refresh } from './place.js';

function meter(used, limit) {
  const part = limit > 0 ? Math.min(used / limit, 1) : 1;
  const bar = h('i');
  bar.style.width = `${Math.max(part * 100, used > 0 ? 2 : 0)}%`;
  return h('div', { class: part >= 1 ? 'meter full' : part >= 0.7 ? 'meter high' : 'meter' }, bar);
}

function row(base, quota) {
  const limit = h('input', { type: 'number', min: 0, value: quota.limit, 'aria-label': `${quota.path} 每天的额度` });
  const set = async () => {
    if (Number(limit.value) === quota.limit) return;
    if (await trying(() => put(base + '/quotas', { path: quota.path, limit: Number(limit.value) }), '额度已改')) refresh();
  };
  limit.addEventListener('change', set);
  return h('tr', null,
    h('td', null, h('code', null, quota.path)), h('td', { class: 'num' }, figure(quota.used)), h('td', null, meter(quota.used, quota.limit)),
    h('td', null, limit), h('td', { class: 'num' }, figure(quota.calls)));
}

/** showQuotas shows what each interface used today and may use. */
export async function showQuotas(mine) {
  const base = account(mine.app_id);
  const quotas = await get(base + '/quotas');
  const button = (text, path, done) => h('button', { class: 'button', onclick: async () => { if (await trying(() => remove(base + path), done)) refresh(); } }, text);
  show(head('额度与调用', '每天的额度在北京时间零点恢复。默认值是新注册账号的文档值；文档没有写到的接口（如永久素材）为假定值。',
    button('调用计数归零', '/calls', '计数已归零'), button('今日额度归零', '/quotas', '今日额度已归零')),
  h('table', null,
    h('thead', null, h('tr', null, ['接口', '今日已用', '', '每天额度', '收到的调用'].map((text, n) => h('th', { class: n === 1 || n === 4 ? 'num' : null }, text)))),
    h('tbody', null, quotas.map((q) => row(base, q)))));
}
