// Where an account's pushes go, what became of them, and who follows.

import { account, get, post, put, remove, trying } from './api.js';
import { beijing, figure, h, head, show } from './dom.js';
import { refresh } from './place.js';

const modes = [['plain', '明文'], ['compatible', '兼容'], ['safe', '安全']];
const states = {
  pushing: '正在推送', answered: '已应答', malformed: '应答不合格', unanswered: '没有应答', blocked: '已屏蔽', not_pushed: '未推送',
};

function field(label, input, note) {
  return h('div', { class: 'field' }, h('label', { for: input.id }, label, note && h('small', null, note)), input);
}

function callbackCard(base, saved) {
  const url = h('input', { id: 'cb-url', value: saved.url, placeholder: 'http://127.0.0.1:8080/callback/APPID' });
  const token = h('input', { id: 'cb-token', value: saved.message_token, autocomplete: 'off' });
  const key = h('input', { id: 'cb-key', value: saved.encoding_aes_key, maxlength: 43, autocomplete: 'off' });
  const mode = h('select', { id: 'cb-mode' }, modes.map(([value, text]) => h('option', { value, selected: value === (saved.encryption || 'safe') }, text)));
  const save = async (settings, done) => {
    if (await trying(() => put(`${base}/callback`, settings), done)) refresh();
  };
  return h('form', { class: 'card form', onsubmit: (event) => {
    event.preventDefault();
    save({ url: url.value.trim(), message_token: token.value.trim(), encoding_aes_key: key.value.trim(), encryption: mode.value }, '已验证并保存');
  } },
  h('div', null, h('h2', null, '服务器配置'), h('p', null, '保存时平台先向这个地址发一次 GET，答对 echostr 才算数。')),
  field('URL', url, '这里端口不限'), field('Token', token), field('EncodingAESKey', key, '43 个字符，明文模式可不填'), field('消息加解密方式', mode),
  h('div', { class: 'line' }, h('button', { class: 'button primary', type: 'submit' }, '保存'),
    saved.url && h('button', { class: 'button', type: 'button', onclick: () => save({ url: '' }, '已停用') }, '停用')));
}

function followersCard(base, followers) {
  const count = h('input', { type: 'number', min: 1, max: 1_000_000, value: 1000, 'aria-label': '几位' });
  return h('section', { class: 'card' }, h('h2', null, '粉丝'), h('p', null, '一口气添的粉丝只有 OpenID，不会推送关注事件；有名有姓的在手机里添。'),
    h('div', { class: 'figure' }, figure(followers.total)),
    h('div', { class: 'line' }, count, h('button', { class: 'button', type: 'button', onclick: async () => {
      if (await trying(() => post(`${base}/followers`, { count: Number(count.value) }), '添好了')) refresh();
    } }, '添这么多位'), h('a', { class: 'button', href: 'phone/' }, '打开手机')));
}

function row(push) {
  const last = push.attempts.at(-1);
  return h('tr', null,
    h('td', { class: 'tight' }, beijing(push.at)), h('td', null, push.type, push.text && h('span', { class: 'muted' }, ` ${push.text}`)),
    h('td', { class: 'tight' }, h('code', { title: push.openid }, `…${push.openid.slice(-8)}`)),
    h('td', { class: 'tight' }, h('span', { class: push.state === 'answered' ? 'tag' : 'tag off' }, states[push.state] ?? push.state)),
    h('td', { class: 'num' }, String(push.attempts.length)), h('td', { class: 'num tight' }, last ? `${Math.max(1, Math.round(last.took / 1e6))} 毫秒` : '—'), h('td', null, last?.problem ?? ''));
}

/** showPushes shows the callback, the followers and the log of pushes. */
export async function showPushes(mine) {
  const base = account(mine.app_id);
  const [callback, followers, pushes] = await Promise.all([get(`${base}/callback`), get(`${base}/followers`), get(`${base}/deliveries`)]);
  const clear = async () => {
    if (await trying(() => remove(`${base}/deliveries`), '已清空')) refresh();
  };
  show(head('推送与粉丝', '粉丝做的每件事都会推给公众号的服务器；5 秒没有应答就再推，一共四次。'),
    h('div', { class: 'cards' }, callbackCard(base, callback), followersCard(base, followers)),
    h('div', { class: 'bar log-bar' }, h('h2', null, '推送记录'), h('span', { class: 'total' }, `最近 ${figure(pushes.length)} 次`),
      pushes.length > 0 && h('button', { class: 'button small', onclick: clear }, '清空并解除屏蔽')),
    pushes.length === 0 ? h('div', { class: 'empty' }, h('strong', null, '还没有推送'), '到手机里关注这个公众号，或说句话。')
      : h('table', null, h('thead', null, h('tr', null, ['时间', '事件', 'OpenID', '结果'].map((t) => h('th', null, t)), ['次数', '用时'].map((t) => h('th', { class: 'num tight' }, t)), h('th', null, '问题'))),
        h('tbody', null, pushes.slice(0, 100).map(row))));
}
