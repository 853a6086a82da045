/**
 * Gives the document's nonce to every style element created from now on. Import this before anything else: antd's own
 * `csp` option leaves the styles of its portals and of the scroll locker without one, which the policy then blocks.
 */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

if (nonce && !nonce.startsWith('__')) {
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function (this: Document, tag: string, options?: ElementCreationOptions) {
    const element = create.call(this, tag, options);
    if (tag.toLowerCase() === 'style') element.nonce = nonce;
    return element;
  } as typeof create;
}

export {};
