/** A stretch of XML, from `at`: a tag or the fence of a CDATA section, or what is said between them. */
export type XmlPiece = { at: number; text: string; markup: boolean };

const markup = /(<!\[CDATA\[)([\s\S]*?)(\]\]>)|<[^<>]*>/g;

/** Cuts XML into markup and what it says. Anything else, JSON for example, is one piece. */
export function xmlPieces(xml: string): XmlPiece[] {
  const pieces: XmlPiece[] = [];
  let at = 0;
  const add = (text: string, isMarkup: boolean) => {
    if (text) pieces.push({ at, text, markup: isMarkup });
    at += text.length;
  };
  for (const found of xml.matchAll(markup)) {
    const [whole, fence, said, end] = found;
    add(xml.slice(at, found.index), false);
    if (fence === undefined) {
      add(whole, true);
      continue;
    }
    add(fence, true);
    add(said ?? '', false);
    add(end ?? '', true);
  }
  add(xml.slice(at), false);
  return pieces;
}

/** The XML with each element on a line of its own, children indented; what is inside an element stays as it is. */
export function indented(xml: string): string {
  let depth = 0;
  let out = '';
  // Inside an element that has said something: its end stands on the same line.
  let open = false;
  for (const piece of xmlPieces(xml.trim())) {
    const tag = piece.markup && !piece.text.startsWith('<![') && piece.text !== ']]>';
    if (!tag) {
      if (piece.markup || piece.text.trim()) out += piece.text;
      continue;
    }
    const closing = piece.text.startsWith('</');
    const single = piece.text.endsWith('/>') || piece.text.startsWith('<?');
    if (closing) depth = Math.max(0, depth - 1);
    if (out && !(closing && open)) out += `\n${'  '.repeat(depth)}`;
    out += piece.text;
    if (!closing && !single) depth++;
    open = !closing && !single;
  }
  return out;
}
