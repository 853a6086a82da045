import { ofItsKind } from '@/components/reply-editor/of-its-kind';
import type { Reply } from '@/components/reply-editor/queries';
import type { Keyword, ReplyRule, ReplyRuleForm, RuleKind } from './queries';

/** A rule as the form holds it. */
export type RuleValues = {
  kind: RuleKind;
  name: string;
  keywords: Keyword[];
  exact_case: boolean;
  mode: ReplyRule['mode'];
  replies: Reply[];
  days: number[];
  from: string;
  until: string;
  priority: number | null;
  active: boolean;
};

export const maxKeywords = 100;
export const maxKeyword = 60;

/** The most replies a rule may have: what WeChat lets a follower have after such an act, or a choice for one by chance. */
export function maxReplies(kind: RuleKind, mode: ReplyRule['mode']): number {
  if (mode === 'random') return 20;
  return kind === 'follow' ? 4 : 6;
}

/** What the form begins with: a rule that is there, a copy of one, or a new one. */
export function formValues(rule: ReplyRule): RuleValues {
  const { kind, name, keywords, exact_case, mode, replies, days, from = '', until = '', priority, active } = rule;
  return { kind, name, keywords, exact_case, mode, replies, days, from, until, priority, active };
}

/** A new rule of a kind, with its first keyword where one was tried in vain. */
export function newValues(kind: RuleKind, word: string | undefined): RuleValues {
  return {
    kind,
    name: word ?? '',
    keywords: word ? [{ text: word, match: 'contains' }] : [],
    exact_case: false,
    mode: 'all',
    replies: [{ kind: 'text', text: '' }],
    days: [],
    from: '',
    until: '',
    priority: 0,
    active: true,
  };
}

/** The form as the API takes it; `since` is when the edited rule was changed last, left out to overwrite whatever is there. */
export function written(values: RuleValues, since: string | undefined): ReplyRuleForm {
  return {
    ...values,
    priority: values.priority ?? 0,
    keywords: values.kind === 'keyword' ? values.keywords : [],
    replies: values.replies.map(ofItsKind),
    ...(since && { updated_at: since }),
  };
}

/** The keywords in what was typed or pasted: between commas, list commas, semicolons and line breaks. */
export function split(typed: string): string[] {
  return typed
    .split(/[,，、;；\n\r\t]+/)
    .map((word) => word.trim())
    .filter(Boolean);
}

/** Whether two keywords are one: case and width do not tell them apart. */
export function sameKeyword(a: Keyword, b: Keyword): boolean {
  return a.match === b.match && folded(a.text) === folded(b.text);
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
