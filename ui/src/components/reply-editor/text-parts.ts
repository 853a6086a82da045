export type TextPart = { text: string; link: boolean; at: number };

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** A text as a follower reads it: links, which WeChat takes as `<a href>`, by their words. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const found of text.matchAll(/<a\s[^>]*>(.*?)<\/a>/gs)) {
    if (found.index > from) parts.push({ text: text.slice(from, found.index), link: false, at: from });
    parts.push({ text: readable(found[1] ?? ''), link: true, at: found.index });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), link: false, at: from });
  return parts;
}

function readable(words: string): string {
  return words.replace(/&(?:amp|lt|gt|quot);/g, (entity) => entities[entity] ?? entity);
}
