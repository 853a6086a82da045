// The sandbox's console API; docs/sandbox.md lists it.

import { toast } from './dom.js';

async function send(method, path, body) {
  const init = { method, headers: {} };
  if (body !== undefined) {
    init.headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  const answer = await fetch('/console/api' + path, init);
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error ?? '沙箱没有照办');
  return value;
}

export const get = (path) => send('GET', path);
export const post = (path, body = {}) => send('POST', path, body);
export const put = (path, body) => send('PUT', path, body);
export const patch = (path, body) => send('PATCH', path, body);
export const remove = (path) => send('DELETE', path);

/** account is the base of an account's calls. */
export const account = (id) => '/accounts/' + encodeURIComponent(id);

/** trying runs an action and tells its failure; it resolves to whether it went well. */
export async function trying(action, done) {
  try {
    await action();
    if (done) toast(done);
    return true;
  } catch (error) {
    toast(error.message, true);
    return false;
  }
}
