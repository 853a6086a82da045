import type { Texts } from '@/locales/texts';
import type { Keyword, ReplyRule } from './queries';

/** When a rule answers, in words: 每天, 全天 for one that always does. */
export function dutyWords(texts: Texts<'replyRules'>, rule: Pick<ReplyRule, 'days' | 'from' | 'until'>): string[] {
  const t = texts.replyRules;
  const { from, until } = rule;
  return [daysWords(texts, rule.days), from || until ? hoursWords(texts, from, until) : t.wholeDay];
}

function daysWords({ replyRules: t }: Texts<'replyRules'>, days: readonly number[]): string {
  const key = days.join('');
  if (key === '' || key === '1234567') return t.everyDay;
  if (key === '12345') return t.workdays;
  return key === '67' ? t.weekend : t.days({ days });
}

function hoursWords({ replyRules: t }: Texts<'replyRules'>, from = '', until = ''): string {
  const begin = from || '00:00';
  const end = until || '24:00';
  return t.hours({ from: begin, until: end, nextDay: end <= begin });
}

/** Whether a rule answers at any time. */
export function alwaysOnDuty(rule: Pick<ReplyRule, 'days' | 'from' | 'until'>): boolean {
  return (rule.days.length === 0 || rule.days.length === 7) && !rule.from && !rule.until;
}

/** A keyword with how it is compared: 全匹配「价格」. */
export function keywordWords({ replyRules: t }: Texts<'replyRules'>, keyword: Keyword): string {
  return t.trial.keyword({ keyword: keyword.text, match: t.match[keyword.match] });
}
