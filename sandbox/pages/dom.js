// Builds elements without ever parsing a text as HTML.

const svgSpace = 'http://www.w3.org/2000/svg';

/** h makes an element: on* are listeners, other properties attributes; false, null and undefined are left out. */
export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith('on')) el.addEventListener(key.slice(2), value);
    else if (key === 'value') el.value = value;
    else if (key === 'checked') el.checked = value;
    else el.setAttribute(key, value === true ? '' : value);
  }
  el.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

const icons = {
  drafts: 'M6 2.500h6l4 4V17.500H6zM12 2.500v4h4M8.500 10.500h5M8.500 13.500h5',
  history: 'M3 6.500h14v10.500H3zM4.500 4h11M6.500 10h7M6.500 13h4.500',
  published: 'M3 9.500 17 3l-4.500 14-3-6zM9.500 11 17 3',
  faults: 'M10.500 2.500 4 11.500h5l-.5 6 6.500-9h-5z',
  quotas: 'M3.500 15a7.500 7.500 0 1 1 13 0M10 12l3.500-4',
  account: 'M10 10a3.300 3.300 0 1 0 0-6.600A3.300 3.300 0 0 0 10 10zM3.500 17c.8-3 3.300-4.500 6.500-4.500s5.700 1.500 6.500 4.500',
  clock: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM10 5.500V10l3 2',
  back: 'M12.500 4 6.500 10l6 6',
  more: 'M4.500 10h.01M10 10h.01M15.500 10h.01',
  close: 'M5 5l10 10M15 5 5 15',
  scan: 'M3.500 7V4.500a1 1 0 0 1 1-1H7M13 3.500h2.500a1 1 0 0 1 1 1V7M16.500 13v2.500a1 1 0 0 1-1 1H13M7 16.500H4.500a1 1 0 0 1-1-1V13M3.500 10h13',
  picture: 'M3.500 4.500h13v11h-13zM3.500 13l4-4 3.500 3.500 2-2 3.500 3.500M13 7.800h.01',
  people: 'M10 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 16.500c.7-3 3-4.500 6-4.500s5.300 1.500 6 4.500',
  chat: 'M3.500 4.500h13v9h-7l-3.500 3v-3H3.500z',
  link: 'M8.500 11.500a3 3 0 0 0 4.500.3l2-2a3 3 0 0 0-4.300-4.300l-1 1M11.500 8.500a3 3 0 0 0-4.500-.3l-2 2a3 3 0 0 0 4.300 4.300l1-1',
  verified: 'M10 2.800l2 1.500 2.500-.1.700 2.400 2 1.500-.9 2.300.9 2.300-2 1.500-.7 2.400-2.500-.1-2 1.500-2-1.500-2.500.1-.7-2.400-2-1.500.9-2.300-.9-2.300 2-1.500.7-2.400 2.500.1zM7.300 10.200l2 2 3.500-3.800',
  autoreplies: 'M8 5 3.500 9.500 8 14M3.500 9.500h7a6 6 0 0 1 6 6',
  mass: 'M4 8v4h2.500l6 4V4l-6 4zM15.500 7.500a3.500 3.500 0 0 1 0 5',
  pushes: 'M3.500 10h9M9 6l4 4-4 4M16.500 4v12',
  keyboard: 'M3 5.500h14v9H3zM6 8.500h.01M8.700 8.500h.01M11.300 8.500h.01M14 8.500h.01M6.500 11.700h7',
  menu: 'M4 5.500h12M4 10h12M4 14.500h12',
  phone: 'M6 2.500h8a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1zM9 15.200h2',
};

/** icon draws one of the line icons. */
export function icon(name) {
  const svg = document.createElementNS(svgSpace, 'svg');
  const attributes = { width: 18, height: 18, viewBox: '0 0 20 20', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(svgSpace, 'path');
  path.setAttribute('d', icons[name]);
  svg.append(path);
  return svg;
}

/** show replaces the content of the sheet. */
export function show(...children) {
  const sheet = document.getElementById('sheet');
  sheet.replaceChildren(h('div', { class: 'inner' }, ...children));
}

/** head is a page's title, one sentence, and its actions. */
export function head(title, text, ...actions) {
  return h('header', { class: 'head' }, h('div', null, h('h1', null, title), text && h('p', null, text)), h('div', { class: 'actions' }, ...actions));
}

/** toast tells what happened, for four seconds. */
export function toast(text, bad = false) {
  const el = h('div', { class: bad ? 'toast bad' : 'toast' }, text);
  document.getElementById('toasts').replaceChildren(el);
  setTimeout(() => el.remove(), 4000);
}

/** confirm asks before what cannot be taken back; resolves to whether to go on. */
export function confirm(title, text, verb, danger = true) {
  const dialog = document.getElementById('dialog');
  const form = h('form', { method: 'dialog' },
    h('h2', null, title), h('p', null, text),
    h('div', { class: 'actions' },
      h('button', { class: 'button', value: 'no' }, '取消'),
      h('button', { class: danger ? 'button danger' : 'button primary', value: 'yes' }, verb)));
  dialog.replaceChildren(form);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

const stamp = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });

/** beijing writes a time as 2026-11-22 14:20, Beijing time. */
export function beijing(time) {
  return stamp.format(new Date(time));
}

/** local makes a picture's address one of this page's own host, whatever host the sandbox calls itself. */
export function local(address) {
  try {
    const url = new URL(address, location.href);
    return url.pathname.startsWith('/mmbiz_') ? url.pathname + url.search : '';
  } catch {
    return '';
  }
}

/** figure writes a count with thousands separators. */
export function figure(n) {
  return n.toLocaleString('en-US');
}
