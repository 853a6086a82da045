/** How many characters a text has as the server counts them: an emoji outside the basic plane is one, not two. */
export function characters(text: string): number {
  let n = 0;
  for (const _ of text) n++;
  return n;
}

const encoder = new TextEncoder();

/** How many bytes a text has in UTF-8, by which WeChat and the server limit texts that are sent. */
export function bytes(text: string): number {
  return encoder.encode(text).length;
}

/** How wide a text is in 汉字, as phones show the names of menu buttons: letters, figures and blanks are half as wide. */
export function chineseWidth(text: string): number {
  let halves = 0;
  for (const c of text) halves += (c.codePointAt(0) ?? 0) < 0x100 ? 1 : 2;
  return halves / 2;
}

/** The text cut to at most `max` characters, never through the middle of one. */
export function cut(text: string, max: number): string {
  return characters(text) <= max ? text : [...text].slice(0, max).join('');
}

export type Piece = { text: string; match: boolean; at: number };

/** The text in pieces, those that equal one of the search's words marked; case does not matter. */
export function pieces(text: string, search: string): Piece[] {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [{ text, match: false, at: 0 }];
  const lower = text.toLowerCase();
  // A few letters change length in lower case (İ): positions would be off, so such a text is not marked.
  if (lower.length !== text.length) return [{ text, match: false, at: 0 }];
  const found: Piece[] = [];
  let from = 0;
  while (from < text.length) {
    let at = -1;
    let word = '';
    for (const w of words) {
      const i = lower.indexOf(w, from);
      if (i >= 0 && (at < 0 || i < at || (i === at && w.length > word.length))) {
        at = i;
        word = w;
      }
    }
    if (at < 0) break;
    if (at > from) found.push({ text: text.slice(from, at), match: false, at: from });
    found.push({ text: text.slice(at, at + word.length), match: true, at });
    from = at + word.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), match: false, at: from });
  return found;
}
