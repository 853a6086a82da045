// Writes and edits an item: up to eight articles, each with its cover.

import { account, get, post, put, trying } from './api.js';
import { h, head, local, show } from './dom.js';
import { address } from './place.js';

const most = 8;
const names = { drafts: '草稿', history: '历史图文', published: '已发布图文' };

/** paragraphs makes HTML of plain text: an empty line begins another paragraph. */
function paragraphs(text) {
  const holder = document.createElement('div');
  for (const part of text.split(/\n\s*\n/)) {
    if (!part.trim()) continue;
    const p = document.createElement('p');
    for (const [n, line] of part.trim().split('\n').entries()) p.append(...(n ? [document.createElement('br')] : []), line);
    holder.append(p);
  }
  return new XMLSerializer().serializeToString(holder).replace(/^<div[^>]*>|<\/div>$/g, '').replace(/ xmlns="[^"]*"/g, '');
}

/** blank is a new article with one of the covers. */
const blank = (covers, n) => ({ title: '', author: '', digest: '', content: '', content_source_url: '', thumb_media_id: covers[n % covers.length].thumb_media_id, plain: true });

/** given is an article as the API takes it: without what the platform makes itself. */
function given(article) {
  const { plain, thumb_url, url, ...rest } = article;
  return { ...rest, content: plain ? paragraphs(article.content) : article.content };
}

function text(article, key, label, limit, redraw) {
  const count = h('small', { class: 'count' });
  const tell = () => {
    const n = [...article[key]].length;
    count.textContent = `${n} / ${limit} 字`;
    count.classList.toggle('over', n > limit);
  };
  const id = 'field-' + key;
  const input = h('input', { id, value: article[key], autocomplete: 'off', oninput: () => { article[key] = input.value; tell(); redraw?.(); } });
  tell();
  return h('div', { class: 'field' }, h('label', { for: id }, label, count), input);
}

function body(article) {
  const area = h('textarea', { id: 'field-content', class: article.plain ? 'body-text' : 'body-text html', value: article.content, spellcheck: 'false', oninput: () => { article.content = area.value; } });
  const plain = h('input', { type: 'checkbox', id: 'plain', checked: article.plain, onchange: () => {
    if (!plain.checked) article.content = paragraphs(article.content);
    article.plain = plain.checked;
    area.value = article.content;
    area.className = article.plain ? 'body-text' : 'body-text html';
  } });
  const mode = article.plain || !article.content ? h('span', { class: 'check' }, plain, h('label', { for: 'plain' }, '纯文字，空一行分段')) : h('small', null, 'HTML。保存时像微信那样去掉脚本，src 改为 data-src');
  return h('div', { class: 'field' }, h('label', { for: 'field-content' }, '正文'), area, mode);
}

function coverGrid(article, covers, redraw) {
  const own = covers.some((c) => c.thumb_media_id === article.thumb_media_id) || !article.thumb_url
    ? covers : [{ thumb_media_id: article.thumb_media_id, url: article.thumb_url }, ...covers];
  return h('div', { class: 'field' }, h('span', { class: 'label' }, '封面'),
    h('div', { class: 'covers', role: 'group', 'aria-label': '封面' }, own.map((c, n) =>
      h('button', { type: 'button', 'aria-label': `封面 ${n + 1}`, 'aria-pressed': String(c.thumb_media_id === article.thumb_media_id), onclick: () => {
        article.thumb_media_id = c.thumb_media_id;
        article.thumb_url = c.url;
        redraw();
      } }, h('img', { src: local(c.url).replace('/0?', '/300?'), alt: '', loading: 'lazy' })))));
}

/** pieces is the column of the item's articles. */
function pieces(state, redraw) {
  const source = (a) => local(a.thumb_url || state.covers.find((c) => c.thumb_media_id === a.thumb_media_id)?.url || '');
  return h('div', { class: 'pieces' },
    state.articles.map((a, n) => h('button', { type: 'button', class: 'piece', 'aria-current': n === state.at && 'true', onclick: () => { state.at = n; redraw(); } },
      h('span', { class: 'cover' }, source(a) && h('img', { src: source(a).replace('/0?', '/300?'), alt: '' })), h('span', null, a.title || `第 ${n + 1} 篇`))),
    state.articles.length < most && h('button', { type: 'button', class: 'button small', onclick: () => {
      state.articles.push(blank(state.covers, state.articles.length * 5));
      state.at = state.articles.length - 1;
      redraw();
    } }, '再加一篇'),
    state.articles.length > 1 && h('button', { type: 'button', class: 'plain danger', onclick: () => {
      state.articles.splice(state.at, 1);
      state.at = Math.max(0, state.at - 1);
      redraw();
    } }, '移除这一篇'));
}

/** showEditor shows an item to edit, or an empty one for "new". */
export async function showEditor(mine, list, id) {
  const base = `${account(mine.app_id)}/${list}`;
  const covers = await get('/covers');
  const fresh = id === 'new';
  const articles = fresh ? [blank(covers, Math.floor(Math.random() * covers.length))] : (await get(`${base}/${encodeURIComponent(id)}`)).articles;
  const state = { articles, covers, at: 0 };
  const back = address(mine.app_id, list);
  const save = async (event) => {
    const button = event.currentTarget;
    const empty = state.articles.findIndex((a) => !a.title.trim());
    if (empty >= 0) {
      state.at = empty;
      redraw();
      document.getElementById('field-title').focus();
      return;
    }
    button.disabled = true;
    const item = { articles: state.articles.map(given), rewrite: true };
    const saved = await trying(() => (fresh ? post(base, item) : put(`${base}/${encodeURIComponent(id)}`, item)), '已保存');
    button.disabled = false;
    if (saved) location.hash = back;
  };
  const redraw = () => {
    const article = state.articles[state.at];
    const column = h('div');
    const drawPieces = () => column.replaceChildren(pieces(state, redraw));
    drawPieces();
    show(head(fresh ? `新建${names[list]}` : `编辑${names[list]}`, fresh ? '保存后，它排在列表最前。' : `media_id ${id}`,
      h('a', { class: 'button', href: back }, '返回'), h('button', { class: 'button primary', onclick: save }, '保存')),
    h('div', { class: 'editor' }, column,
      h('div', { class: 'form' },
        text(article, 'title', '标题', 32, drawPieces),
        h('div', { class: 'two' }, text(article, 'author', '作者', 16), text(article, 'content_source_url', '阅读原文链接', 1024)),
        text(article, 'digest', '摘要', 128), body(article), coverGrid(article, covers, redraw))));
  };
  redraw();
  if (fresh) document.getElementById('field-title').focus();
}
