// The console: reads the place from the address (#/APPID/VIEW?…) and shows it.

import { get } from './api.js';
import { beijing, figure, h, icon, show } from './dom.js';
import { showAccount } from './account.js';
import { showClock } from './clock.js';
import { showEditor } from './editor.js';
import { showFaults } from './faults.js';
import { showList } from './list.js';
import { address, place } from './place.js';
import { showAutoReplies } from './autoreplies.js';
import { showMass } from './mass.js';
import { showPushes } from './pushes.js';
import { showQuotas } from './quotas.js';

const lists = { drafts: '草稿箱', history: '历史图文', published: '已发布' };
const followers = { pushes: '推送与粉丝', mass: '群发与发布', autoreplies: '自动回复' };
const platform = { faults: '故障', quotas: '额度与调用', account: '账号与权限', clock: '时钟与延迟' };
const views = { pushes: showPushes, mass: showMass, autoreplies: showAutoReplies, faults: showFaults, quotas: showQuotas, account: showAccount, clock: showClock };

const kinds = { service: '服务号', subscription: '订阅号' };

function drawSide(accounts, here) {
  document.getElementById('accounts').replaceChildren(...accounts.map((a) =>
    h('a', { class: 'account', href: address(a.app_id, here.view), 'aria-current': a.app_id === here.id },
      h('strong', null, a.name || a.app_id),
      h('span', null, `${kinds[a.kind] ?? a.kind} · ${a.verified ? '已认证' : '未认证'}`))));
  const mine = accounts.find((a) => a.app_id === here.id);
  const link = (view, text, count) =>
    h('a', { href: address(here.id, view), 'aria-current': view === here.view && 'page' }, icon(view), text,
      count !== undefined && h('span', { class: 'count' }, figure(count)));
  document.getElementById('links').replaceChildren(
    h('h3', null, '内容'), ...Object.entries(lists).map(([view, text]) => link(view, text, mine[view])),
    h('h3', null, '粉丝'), h('a', { href: 'phone/' }, icon('phone'), '手机'),
    ...Object.entries(followers).map(([view, text]) => link(view, text, view === 'pushes' ? mine.followers : undefined)),
    h('h3', null, '平台'), ...Object.entries(platform).map(([view, text]) => link(view, text)));
}

async function drawClock() {
  const clock = await get('/clock');
  document.getElementById('clock').replaceChildren(
    h('span', null, '平台时间（北京）'), h('strong', null, beijing(clock.now)));
}

async function draw() {
  const accounts = await get('/accounts');
  if (accounts.length === 0) {
    show(h('div', { class: 'empty' }, h('strong', null, '还没有公众号'), '用 AddAccount 或 POST /console/api/accounts 添加一个。'));
    return;
  }
  const here = place();
  if (!accounts.some((a) => a.app_id === here.id)) {
    location.replace(address(accounts[0].app_id, 'drafts'));
    return;
  }
  drawSide(accounts, here);
  await drawClock();
  const mine = accounts.find((a) => a.app_id === here.id);
  if (views[here.view]) await views[here.view](mine);
  else if (here.item) await showEditor(mine, here.view, here.item);
  else await showList(mine, here.view, here.query);
}

async function go() {
  try {
    await draw();
    document.title = `${document.querySelector('#sheet h1')?.textContent ?? '控制台'} · 微信沙箱`;
  } catch (error) {
    show(h('div', { class: 'empty' }, h('strong', null, '读不到沙箱'), h('p', null, error.message),
      h('button', { class: 'button', onclick: go }, '再试一次')));
  }
}

addEventListener('hashchange', () => {
  document.getElementById('sheet').scrollTop = 0;
  go();
});
addEventListener('refresh', go);
setInterval(() => drawClock().catch(() => {}), 20_000);
go();
