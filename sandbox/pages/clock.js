// The platform's clock and the latency of its answers.

import { get, post, put, trying } from './api.js';
import { beijing, h, head, show } from './dom.js';
import { refresh } from './place.js';

const moves = [['前进 5 分钟', 300], ['前进 1 小时', 3600], ['前进 2 小时', 7200], ['前进 1 天', 86_400], ['前进 7 天', 604_800]];
const latencies = [0, 30, 80, 200, 1000, 5000];

/** showClock shows the time and moves it. */
export async function showClock() {
  const [clock, latency] = await Promise.all([get('/clock'), get('/latency')]);
  const move = async (body) => {
    if (await trying(() => post('/clock', body), '时钟已拨动')) refresh();
  };
  const own = h('input', { type: 'number', min: 0, max: 60_000, value: latency.milliseconds, 'aria-label': '毫秒' });
  const slow = async (milliseconds) => {
    if (await trying(() => put('/latency', { milliseconds }), '延迟已改')) refresh();
  };
  show(head('时钟与延迟', '拨动时钟，看令牌过期、额度恢复；加上延迟，看长任务的进度。'),
    h('div', { class: 'cards' },
      h('section', { class: 'card' }, h('h2', null, '平台时间'), h('p', null, `北京时间。额度在 ${beijing(clock.next_midnight)} 恢复。`),
        h('div', { class: 'figure' }, beijing(clock.now)),
        h('div', { class: 'chips' }, moves.map(([text, seconds]) => h('button', { class: 'button small', onclick: () => move({ seconds }) }, text)),
          h('button', { class: 'button small primary', onclick: () => move({ to: 'midnight' }) }, '到下一个零点'))),
      h('section', { class: 'card' }, h('h2', null, '回答的延迟'), h('p', null, '加在每次接口调用上。真实的微信多在 50 到 150 毫秒。'),
        h('div', { class: 'figure' }, `${latency.milliseconds} 毫秒`),
        h('div', { class: 'chips' }, latencies.map((ms) => h('button', { class: 'button small', 'aria-pressed': String(ms === latency.milliseconds), onclick: () => slow(ms) }, ms === 0 ? '没有' : `${ms} 毫秒`))),
        h('div', { class: 'line' }, own, h('button', { class: 'button small', onclick: () => slow(Number(own.value)) }, '设为')))));
}
