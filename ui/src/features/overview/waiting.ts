import type { Overview, Problem, Quota, SyncRun } from '@/api/client';
import { usedShare } from '@/api/quotas';

/** One thing that waits for the operator, the most urgent first. */
export type Waiting =
  | { kind: 'problem'; problem: Problem }
  | { kind: 'failed'; run: SyncRun }
  | { kind: 'paused'; run: SyncRun }
  | { kind: 'send'; send: Overview['reach']['asking'][number] }
  | { kind: 'unsent'; count: number }
  | { kind: 'lost'; lost: Overview['lost'] }
  | { kind: 'quota'; quota: Quota }
  | { kind: 'never' }
  | { kind: 'strangers' };

const aDay = 24 * 60 * 60 * 1000;

/**
 * What of the overview asks for a person. A run that will go on by itself in a minute does not, nor does a message that
 * did not go out more than a day ago.
 */
export function waitingFor(overview: Overview, now: number): Waiting[] {
  const found: Waiting[] = overview.problems.map((problem) => ({ kind: 'problem', problem }));
  const { active_run: active, last_run: last } = overview;
  if (active?.state === 'paused' && active.paused_for !== 'minute' && active.paused_for !== 'retry') {
    found.push({ kind: 'paused', run: active });
  }
  if (!active && last?.state === 'failed') found.push({ kind: 'failed', run: last });
  found.push(...overview.reach.asking.map((send): Waiting => ({ kind: 'send', send })));
  if (overview.lost.length > 0) found.push({ kind: 'lost', lost: overview.lost });
  const { last_unsent: unsent, unsent: count } = overview.reach;
  if (unsent && now - new Date(unsent).getTime() < aDay) found.push({ kind: 'unsent', count });
  const tight = overview.quotas.filter((quota) => (usedShare(quota) ?? 0) >= 0.9);
  found.push(...tight.map((quota): Waiting => ({ kind: 'quota', quota })));
  if (!active && !overview.last_full && last?.state !== 'failed' && found.length === 0) found.push({ kind: 'never' });
  // WeChat names its followers to verified accounts only.
  if (found.length === 0 && overview.account.verified && !active && !overview.reach.last_followers) {
    found.push({ kind: 'strangers' });
  }
  return found;
}

/** Tells one waiting thing from another. */
export function keyOf(item: Waiting): string {
  if (item.kind === 'problem') return `problem ${item.problem.code}`;
  if (item.kind === 'send') return `send ${item.send.id}`;
  return item.kind === 'quota' ? `quota ${item.quota.path}` : item.kind;
}
