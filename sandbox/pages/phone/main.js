// The phone: whose it is and what it shows is in the address
// (#/PERSON/APPID/SCREEN/ITEM), everything else is read from the sandbox.

import { account, get, post, trying } from '../api.js';
import { h, toast } from '../dom.js';
import { drawChat, leaveChat } from './chat.js';
import { drawArticle, drawChats, drawNobody, drawProfile, drawScan } from './screens.js';
import { drawCodes, drawLog, drawPeople, drawTime, drawWindow, setClock, tick } from './side.js';

/** at is where one is; open goes somewhere else. */
export function at() {
  const [person, app, screen, item] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  return { person, app, screen: app ? screen || 'chat' : 'chats', item };
}
export function open(...parts) {
  location.hash = '#/' + parts.filter(Boolean).map(encodeURIComponent).join('/');
}

const chatOf = (person, app) => `/people/${encodeURIComponent(person)}/chats/${encodeURIComponent(app)}`;

/** act makes the person do something, and tells what stands against it. */
export function act(app, verb, body = {}) {
  return trying(() => post(`${chatOf(at().person, app)}/${verb}`, body));
}

// What is drawn is drawn again only when it has changed, so that what has the
// focus keeps it.
const drawn = new Map();
function paint(name, data, draw) {
  const text = JSON.stringify(data);
  if (drawn.get(name) === text) return;
  drawn.set(name, text);
  draw(data);
}

const view = document.getElementById('view');
let shown = '';

// turn empties the phone for another screen.
function turn(key) {
  if (shown === key) return;
  const deeper = key.length >= shown.length;
  shown = key;
  drawn.delete('view');
  leaveChat();
  view.replaceChildren();
  view.className = `view ${deeper ? 'in' : 'back'}`;
  requestAnimationFrame(() => requestAnimationFrame(() => view.classList.remove('in', 'back')));
}

async function drawView(here, person) {
  if (!person) {
    turn('nobody');
    paint('view', {}, () => drawNobody(view, add));
    return;
  }
  const mine = person.chats.find((c) => c.app_id === here.app);
  if (!mine) {
    turn(`${here.person}`);
    paint('view', person, () => drawChats(view, person));
    return;
  }
  turn(`${here.person}/${here.app}/${here.screen}/${here.item ?? ''}`);
  if (here.screen === 'profile') paint('view', mine, () => drawProfile(view, mine));
  else if (here.screen === 'scan') {
    const codes = await get(`${account(here.app)}/codes`);
    paint('view', { mine, codes }, () => drawScan(view, mine, codes));
  } else if (here.screen === 'article') paint('view', here.item, () => drawArticle(view, mine, here.item));
  else if (!mine.followed && !mine.last) open(here.person, here.app, 'profile');
  else {
    const [chat, pushes] = await Promise.all([get(chatOf(here.person, here.app)), get(`${account(here.app)}/deliveries?openid=${mine.openid}`)]);
    if (shown !== `${here.person}/${here.app}/chat/`) return;
    drawChat(view, chat, person, pushes[0]);
    if (chat.unread > 0 && document.hasFocus()) await post(`${chatOf(here.person, here.app)}/read`);
  }
}

async function drawSides(here, people, person) {
  const clock = await get('/clock');
  setClock(clock.now);
  paint('people', { people, chosen: here.person }, () => drawPeople(people, here.person));
  paint('time', {}, () => drawTime(draw));
  const chat = person?.chats.find((c) => c.app_id === here.app) ?? person?.chats.find((c) => c.followed) ?? person?.chats[0];
  paint('window', chat ?? null, drawWindow);
  if (!chat) return;
  const [codes, log, callback] = await Promise.all([
    get(`${account(chat.app_id)}/codes`), get(`${account(chat.app_id)}/deliveries?openid=${chat.openid}`), get(`${account(chat.app_id)}/callback`)]);
  paint('codes', { chat: chat.app_id, codes }, () => drawCodes(chat, codes));
  paint('log', { log, callback, id: chat.app_id }, () => drawLog(chat, log, callback));
}

let again = false;
let busy = false;

/** draw reads and shows everything; calls while it works make it work once more. */
export async function draw() {
  again = true;
  if (busy) return;
  busy = true;
  try {
    while (again) {
      again = false;
      const here = at();
      const people = await get('/people');
      if (people.length > 0 && !people.some((p) => p.id === here.person)) {
        location.replace('#/' + people[0].id);
        again = true;
        continue;
      }
      const person = here.person && people.length > 0 ? await get('/people/' + encodeURIComponent(here.person)) : null;
      await Promise.all([drawView(here, person), drawSides(here, people, person)]);
    }
  } catch (error) {
    toast(error.message, true);
  } finally {
    busy = false;
  }
}

/** add makes somebody a phone. */
async function add(name) {
  await trying(async () => {
    const person = await post('/people', { name });
    open(person.id);
  });
}

document.getElementById('add').addEventListener('submit', (event) => {
  event.preventDefault();
  const field = document.getElementById('name');
  if (!field.value.trim()) return field.focus();
  add(field.value.trim());
  field.value = '';
});
addEventListener('hashchange', draw);
addEventListener('focus', draw);
addEventListener('keydown', (event) => {
  const here = at();
  if (event.key !== 'Escape' || !here.app || document.querySelector('dialog[open]')) return;
  if (here.screen === 'chat') open(here.person);
  else open(here.person, here.app);
});
new EventSource('/console/api/events').addEventListener('message', draw);
setInterval(tick, 1000);
draw();

/** bar is a screen's head: the way back, the title, and what else there is to do. */
export function bar(title, back, ...more) {
  return h('header', { class: 'phone-bar' }, back ?? h('span'), h('h1', null, title), h('span', { class: 'more' }, ...more));
}
