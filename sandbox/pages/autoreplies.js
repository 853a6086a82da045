// The replies set on mp.weixin.qq.com itself, which an account's server silences.

import { account, get, put, trying } from './api.js';
import { h, head, show } from './dom.js';
import { refresh } from './place.js';

const text = (content) => (content ? { type: 'text', content } : { type: '', content: '' });

function ruleCard(rule, change) {
  return h('div', { class: 'plan' },
    h('strong', null, rule.name || '未命名'),
    rule.keywords.map((k) => `${k.text}（${k.contains ? '半匹配' : '全匹配'}）`).join('、'), ' → ',
    rule.replies.map((r) => (r.type === 'text' ? r.content : r.type === 'news' ? '[图文]' : '[图片]')).join(' / '),
    h('span', null, h('button', { class: 'plain', type: 'button', onclick: change }, '移除')));
}

/** showAutoReplies shows and sets them; texts only, other kinds come by the API. */
export async function showAutoReplies(mine) {
  const base = account(mine.app_id);
  const saved = await get(`${base}/auto-replies`);
  const rules = saved.rules ?? [];
  const save = async (changed) => {
    if (await trying(() => put(`${base}/auto-replies`, { ...saved, ...changed }), '已保存')) refresh();
  };
  const follow = h('textarea', { rows: 3, 'aria-label': '被关注回复', value: saved.follow.content });
  const other = h('textarea', { rows: 3, 'aria-label': '收到消息回复', value: saved.default.content });
  const word = h('input', { placeholder: '关键词', 'aria-label': '关键词' });
  const contains = h('input', { type: 'checkbox', checked: true });
  const answer = h('input', { placeholder: '回复的文字', 'aria-label': '回复的文字' });
  const add = () => word.value.trim() && answer.value.trim() && save({ rules: [...rules, {
    name: word.value.trim(), random_one: false, keywords: [{ text: word.value.trim(), contains: contains.checked }], replies: [text(answer.value.trim())],
  }] });
  show(head('自动回复', '公众平台网站自己的自动回复。填了服务器地址以后它们就不再回答，但接口仍会把它们说出来。'),
    h('div', { class: 'cards' },
      h('section', { class: 'card' }, h('h2', null, '被关注回复'),
        h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: saved.follow_open, onchange: (e) => save({ follow_open: e.target.checked }) }), '开启'),
        h('div', { class: 'field' }, follow), h('div', { class: 'line' }, h('button', { class: 'button', onclick: () => save({ follow: text(follow.value.trim()) }) }, '保存'))),
      h('section', { class: 'card' }, h('h2', null, '收到消息回复'),
        h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: saved.open, onchange: (e) => save({ open: e.target.checked }) }), '开启，关键词回复也归它管'),
        h('div', { class: 'field' }, other), h('div', { class: 'line' }, h('button', { class: 'button', onclick: () => save({ default: text(other.value.trim()) }) }, '保存')))),
    h('section', { class: 'card' }, h('h2', null, '关键词回复'),
      rules.map((rule, i) => ruleCard(rule, () => save({ rules: rules.filter((_, k) => k !== i) }))),
      h('div', { class: 'line' }, word, h('label', { class: 'check' }, contains, '半匹配'), answer, h('button', { class: 'button', onclick: add }, '添加'))));
}
