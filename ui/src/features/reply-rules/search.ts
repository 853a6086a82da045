import type { RuleKind } from './queries';

/** The groups of the page, in the order in which they stand. */
export const kinds = ['keyword', 'follow', 'default'] as const satisfies readonly RuleKind[];

/** What the address of the page holds. */
export type RuleSearch = {
  kind?: RuleKind;
  q?: string;
  state?: 'on' | 'off' | 'clash';
  /** The id of the rule in the drawer; `new` for one that is being written. */
  rule?: string;
  /** What a new rule begins with: the id of the rule it is a copy of, or its first keyword. */
  copy?: string;
  word?: string;
  panel?: 'import';
};

/** Reads the address; what it does not understand it leaves out. */
export function readRuleSearch(raw: Record<string, unknown>): RuleSearch {
  const found: RuleSearch = {};
  const kind = kinds.find((k) => k === raw.kind);
  if (kind) found.kind = kind;
  for (const name of ['q', 'rule', 'copy', 'word'] as const) {
    const value = text(raw[name]);
    if (value.trim()) found[name] = value;
  }
  if (raw.state === 'on' || raw.state === 'off' || raw.state === 'clash') found.state = raw.state;
  if (raw.panel === 'import') found.panel = 'import';
  return found;
}

/** The router reads `q=2024` as a number; a search is text. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
