// A list of items: drafts, history, published.

import { account, get, post, remove, trying } from './api.js';
import { beijing, confirm, figure, h, head, local, show } from './dom.js';
import { address, refresh } from './place.js';

const about = {
  drafts: ['草稿箱', '按创建时间从新到旧，改过的草稿留在原处。发布之后，草稿会从这里消失。'],
  history: ['历史图文', '2022 年 2 月以前的永久图文素材。真实的微信已不再增加；在沙箱里可以，除非被冻结。'],
  published: ['已发布', '只含不通知粉丝的发布。列表的顺序微信没有承诺。'],
};
const size = 20;

function cover(item) {
  const source = local(item.articles[0].thumb_url);
  return h('span', { class: 'cover' },
    source && h('img', { src: source.replace('/0?', '/300?'), alt: '', loading: 'lazy' }),
    item.articles.length > 1 && h('b', null, `${item.articles.length} 篇`));
}

function row(mine, list, item) {
  const first = item.articles[0];
  const edit = address(mine.app_id, list, item.media_id);
  const base = `${account(mine.app_id)}/${list}/${encodeURIComponent(item.media_id)}`;
  const page = new URL(first.url, location.href);
  const view = page.pathname + page.search;
  return h('li', { class: 'row' },
    cover(item),
    h('div', { class: 'text' },
      h('a', { class: 'title', href: edit, title: first.title }, first.title),
      h('span', { class: 'digest' }, first.digest || item.articles.slice(1).map((a) => a.title).join('、'))),
    h('div', { class: 'time' }, beijing(item.update_time), h('span', null, `创建 ${beijing(item.create_time)}`)),
    h('div', { class: 'do' },
      list === 'drafts' && h('button', { class: 'plain', onclick: () => publish(base, first.title) }, '发布…'),
      h('a', { class: 'plain', href: view, target: '_blank', rel: 'noopener' }, '查看'),
      h('a', { class: 'plain', href: edit }, '编辑'),
      h('button', { class: 'plain danger', onclick: () => drop(base, first.title) }, '删除…')));
}

async function publish(base, title) {
  const sure = await confirm('发布这条草稿', `「${title}」会从草稿箱消失，出现在已发布里，得到新的 article_id。不通知粉丝。`, '发布', false);
  if (sure && (await trying(() => post(base + '/publish'), '已发布'))) refresh();
}

async function drop(base, title) {
  const sure = await confirm('在平台上删除', `「${title}」会在沙箱里彻底删除，像在微信后台删除一样，拿不回来。`, '删除');
  if (sure && (await trying(() => remove(base), '已删除'))) refresh();
}

function searchBox(mine, list, query) {
  let waiting;
  const find = (event) => {
    if (event.isComposing) return;
    const text = event.target.value.trim();
    clearTimeout(waiting);
    waiting = setTimeout(() => location.replace(address(mine.app_id, list, null, new URLSearchParams(text ? { q: text } : {}))), 250);
  };
  return h('input', { class: 'search', type: 'search', 'aria-label': '搜标题', placeholder: '搜标题', value: query.get('q') ?? '', oninput: find, oncompositionend: find });
}

function pager(mine, list, query, page) {
  const offset = Number(query.get('offset') ?? 0);
  const step = (to) => {
    const next = new URLSearchParams(query);
    next.set('offset', to);
    return address(mine.app_id, list, null, next);
  };
  return h('footer', { class: 'pager' },
    `${figure(offset + 1)}–${figure(offset + page.items.length)} · 共 ${figure(page.total)} 条`,
    offset > 0 && h('a', { class: 'button small', href: step(Math.max(0, offset - size)) }, '上一页'),
    offset + size < page.total && h('a', { class: 'button small', href: step(offset + size) }, '下一页'));
}

function nothing(query, make) {
  if (query.get('q')) return [h('strong', null, '没有这样的标题'), '换个词试试。'];
  return [h('strong', null, '这里还是空的'), make || location.hash.includes('/published') ? '写一条草稿，再到 tuwen 里看看它怎么出现。' : '2022 年 2 月以后开通的账号就是这样。'];
}

/** showList shows a page of a list. */
export async function showList(mine, list, query) {
  const asked = new URLSearchParams({ limit: size, offset: query.get('offset') ?? 0, q: query.get('q') ?? '' });
  const page = await get(`${account(mine.app_id)}/${list}?${asked}`);
  const [title, text] = about[list] ?? about.drafts;
  const frozen = list === 'history' && mine.frozen_history;
  const make = list !== 'published' && !frozen &&
    h('a', { class: 'button primary', href: address(mine.app_id, list, 'new') }, list === 'drafts' ? '新建草稿' : '新建图文');
  const typing = document.activeElement?.classList.contains('search');
  const at = typing ? document.activeElement.selectionStart : 0;
  const box = searchBox(mine, list, query);
  show(head(title, text, make || h('span', { class: 'tag off' }, frozen ? '已冻结' : '只能由草稿发布')),
    h('div', { class: 'bar' }, box, h('span', { class: 'total' }, `共 ${figure(page.total)} 条`)),
    page.items.length === 0
      ? h('div', { class: 'empty' }, ...nothing(query, make))
      : h('ul', { class: 'rows' }, page.items.map((item) => row(mine, list, item))),
    page.items.length > 0 && pager(mine, list, query, page));
  if (typing) {
    box.focus();
    box.setSelectionRange(at, at);
  }
}
