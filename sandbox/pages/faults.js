// Faults: what the next calls of an interface shall suffer.

import { account, get, post, remove, trying } from './api.js';
import { h, head, show } from './dom.js';
import { refresh } from './place.js';

const kinds = {
  errcode: '返回错误码', status: 'HTTP 状态（网关页）', hang: '不回答', cut: '答到一半断开',
  html: '200 的网页', empty: '空的回答', slow: '慢一些再答',
};
const list = '/cgi-bin/material/batchget_material';
const presets = [
  ['系统繁忙，三次', { kind: 'errcode', errcode: -1, next: 3 }],
  ['今日额度用完', { kind: 'errcode', errcode: 45009, next: 1 }],
  ['一分钟内太频繁', { kind: 'errcode', errcode: 45011, next: 1 }],
  ['没有接口权限', { kind: 'errcode', errcode: 48001, next: 1 }],
  ['令牌失效一次', { kind: 'errcode', errcode: 40001, next: 1 }],
  ['网关 502', { kind: 'status', http_status: 502, next: 2 }],
  ['答到一半断开', { kind: 'cut', next: 1 }],
  ['不回答，30 秒后断', { kind: 'hang', delay_ms: 30_000, next: 1 }],
];

/** described says what a plan does. */
function described(fault) {
  const what = fault.kind === 'errcode' ? `错误码 ${fault.errcode || -1}` : kinds[fault.kind];
  const more = fault.kind === 'status' ? ` ${fault.http_status || 502}` : fault.delay_ms ? `，${fault.delay_ms / 1000} 秒` : '';
  return what + more;
}

/** showFaults shows the plans and the form that makes one. */
export async function showFaults(mine) {
  const base = account(mine.app_id);
  const [faults, interfaces] = await Promise.all([get(base + '/faults'), get('/interfaces')]);
  const paths = interfaces.map((name) => name.split(' ')[1]);
  const path = h('select', { id: 'path', 'aria-label': '接口' }, h('option', { value: '' }, '所有接口'), paths.map((p) => h('option', { value: p, selected: p === list }, p)));
  const kind = h('select', { id: 'kind', 'aria-label': '怎样出错', onchange: () => choose() }, Object.entries(kinds).map(([k, text]) => h('option', { value: k }, text)));
  const number = (id, label, value, min) => h('input', { id, type: 'number', 'aria-label': label, value, min });
  const next = number('next', '次数，0 为一直', 1, 0);
  const errcode = number('errcode', '错误码', -1);
  const status = number('http_status', 'HTTP 状态', 502, 200);
  const delay = number('delay', '秒', 5, 0);
  const labeled = (text, input) => h('label', { class: 'check' }, text, input);
  const extra = { errcode: labeled('错误码', errcode), status: labeled('状态', status), hang: labeled('秒后断开，0 为一直', delay), slow: labeled('秒后再答', delay) };
  const slot = h('span');
  const choose = () => slot.replaceChildren(...(extra[kind.value] ? [extra[kind.value]] : []));
  choose();
  const plan = async (fault) => {
    if (await trying(() => post(base + '/faults', fault), '已设下故障')) refresh();
  };
  const own = () => plan({
    path: path.value, next: Number(next.value), kind: kind.value, errcode: Number(errcode.value),
    http_status: kind.value === 'status' ? Number(status.value) : 0,
    delay_ms: ['hang', 'slow'].includes(kind.value) ? Number(delay.value) * 1000 : 0,
  });
  show(head('故障', '让接下来的调用出错，看看控制台怎么应对。同一接口有几个计划时，先设的先用。'),
    h('section', { class: 'card' }, h('h2', null, '设一个故障'), h('p', null, '次数用完即止；0 次表示一直出错，直到清除。'),
      h('div', { class: 'line' }, path, kind, slot, labeled('接下来', next), '次', h('button', { class: 'button primary', onclick: own }, '设下'))),
    h('section', { class: 'card' }, h('h2', null, '常见的'), h('p', null, '作用于上面选中的接口。'),
      h('div', { class: 'chips' }, presets.map(([text, fault]) => h('button', { class: 'button small', onclick: () => plan({ ...fault, path: path.value }) }, text)),
        h('button', { class: 'button small', onclick: async () => { await trying(() => post(base + '/token/expire'), '旧令牌已失效，像被别的系统刷新了一样'); } }, '令牌被别人刷新'))),
    h('section', { class: 'card' }, h('h2', null, '正在生效'), faults.length === 0 ? h('p', null, '没有。每次调用都正常回答。') : h('p', null, `${faults.length} 个计划。`),
      faults.map((f) => h('div', { class: 'plan' }, h('code', null, f.path || '所有接口'), described(f), h('span', null, f.next ? `还有 ${f.next} 次` : '一直'))),
      faults.length > 0 && h('div', { class: 'line' }, h('button', { class: 'button', onclick: async () => { if (await trying(() => remove(base + '/faults'), '故障已清除')) refresh(); } }, '全部清除'))));
}
