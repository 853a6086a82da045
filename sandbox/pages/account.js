// The account as the platform knows it: keys, whitelist, permissions.

import { account, patch, trying } from './api.js';
import { beijing, h, head, show, toast } from './dom.js';
import { refresh } from './place.js';

const groups = [
  ['/cgi-bin/draft/', '草稿箱接口'], ['/cgi-bin/material/', '永久素材接口'], ['/cgi-bin/freepublish/', '发布接口'],
  ['/cgi-bin/message/custom/', '客服消息接口'], ['/cgi-bin/user/', '用户接口'], ['/cgi-bin/tags/', '标签接口'], ['/cgi-bin/qrcode/', '带参二维码接口'],
];
const forAll = ['/cgi-bin/draft/', '/cgi-bin/material/'];

function allowed(mine, prefix) {
  const byKind = prefix !== '/cgi-bin/qrcode/' || mine.kind === 'service';
  return mine.permissions[prefix] ?? (byKind && (mine.verified || forAll.includes(prefix)));
}

function copied(text) {
  return h('button', { class: 'plain', onclick: async () => {
    await navigator.clipboard.writeText(text);
    toast('已复制');
  } }, '复制');
}

/** showAccount shows the account and what can be changed of it. */
export async function showAccount(mine) {
  const base = account(mine.app_id);
  const change = async (what, done) => {
    if (await trying(() => patch(base, what), done)) refresh();
  };
  const secret = h('input', { 'aria-label': '新的 AppSecret', placeholder: '新的 AppSecret' });
  const list = h('input', { 'aria-label': 'IP 白名单', placeholder: '203.0.113.7 10.0.0.0/8，空为不限', value: (mine.ip_whitelist ?? []).join(' ') });
  const seen = h('input', { 'aria-label': '看到的来源 IP', placeholder: '留空：连接的真实地址', value: mine.seen_as });
  const pair = (name, ...value) => [h('dt', null, name), h('dd', null, ...value)];
  show(head('账号与权限', '这里的 AppID 与 AppSecret 只在这台机器的沙箱里有用。'),
    h('div', { class: 'cards' },
      h('section', { class: 'card' }, h('h2', null, '开发密钥'), h('p', null, '在 tuwen 里接入这个账号时要填的。'),
        h('dl', { class: 'pairs' },
          pair('AppID', h('code', null, mine.app_id), copied(mine.app_id)), pair('AppSecret', h('code', null, mine.secret), copied(mine.secret)),
          pair('原始 ID', h('code', null, mine.original_id || '—')), pair('注册时间', beijing(mine.created_at)),
          pair('接口地址', h('code', null, location.origin), copied(location.origin))),
        h('div', { class: 'line' }, secret, h('button', { class: 'button', onclick: () => secret.value.trim() && change({ secret: secret.value.trim() }, 'AppSecret 已重置，旧令牌仍有效') }, '重置'))),
      h('section', { class: 'card' }, h('h2', null, 'API IP 白名单'), h('p', null, '只在取令牌时检查，不在名单里的得到 40164，并写出那个地址。'),
        h('div', { class: 'line' }, list, h('button', { class: 'button', onclick: () => change({ ip_whitelist: list.value.split(/[\s,，]+/).filter(Boolean) }, '白名单已保存') }, '保存')),
        h('div', { class: 'line' }, seen, h('button', { class: 'button', onclick: () => change({ seen_as: seen.value.trim() }, '已保存') }, '把来源看作'))),
      h('section', { class: 'card' }, h('h2', null, '接口权限'), h('p', null, '关掉的接口回答 48001。未认证的账号本来就只有素材，带参二维码只属于已认证的服务号。'),
        groups.map(([prefix, text]) => h('label', { class: 'check' },
          h('input', { type: 'checkbox', checked: allowed(mine, prefix), onchange: (event) => change({ permission: { prefix, allowed: event.target.checked } }, '权限已改') }), text, h('code', null, prefix)))),
      h('section', { class: 'card' }, h('h2', null, '历史图文'), h('p', null, '真实的微信从 2022-02-28 起不再增加历史图文。冻结后，这里也不能新建。'),
        h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: mine.frozen_history, onchange: (event) => change({ frozen_history: event.target.checked }, '已保存') }), '冻结历史图文'))));
}
