import type { Clash, ReplyRule } from './queries';
import type { RuleSearch } from './search';

/** The rules of which a keyword never answers, because another rule has it too. */
export function losers(clashes: readonly Clash[]): Set<string> {
  return new Set(clashes.map((clash) => clash.loses));
}

/** The rules that the address asks for, in the order in which they are asked. */
export function filtered(
  rules: readonly ReplyRule[],
  search: Pick<RuleSearch, 'q' | 'state'>,
  clashes: readonly Clash[],
): ReplyRule[] {
  const words = (search.q ?? '').trim().toLowerCase().split(/\s+/).filter(Boolean);
  const clashing = new Set(clashes.flatMap((clash) => [clash.answers, clash.loses]));
  return rules.filter((rule) => {
    if (search.state === 'on' && !rule.active) return false;
    if (search.state === 'off' && rule.active) return false;
    if (search.state === 'clash' && !clashing.has(rule.id)) return false;
    if (words.length === 0) return true;
    const text = searchable(rule);
    return words.every((word) => text.includes(word));
  });
}

function searchable({ name, keywords, replies }: ReplyRule): string {
  const parts = [name, ...keywords.map((k) => k.text), ...replies.flatMap((r) => [r.text ?? '', r.label ?? ''])];
  return parts.join('\n').toLowerCase();
}
