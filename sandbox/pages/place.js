// Where one is: the account, the view, an item and a query, kept in the address.

/** place reads the address (#/APPID/VIEW/ITEM?…). */
export function place() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [id, view, item] = path.split('/').map(decodeURIComponent);
  return { id, view: view || 'drafts', item, query: new URLSearchParams(query) };
}

/** address makes the address of a place. */
export function address(id, view, item, query) {
  const parts = [id, view, item].filter(Boolean).map(encodeURIComponent);
  const text = query?.toString();
  return '#/' + parts.join('/') + (text ? '?' + text : '');
}

/** refresh asks for everything to be drawn again from what the sandbox says now. */
export function refresh() {
  dispatchEvent(new Event('refresh'));
}
