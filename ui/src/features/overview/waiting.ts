import type { Overview, Problem, Quota, SyncRun } from '@/api/client';
import { usedShare } from '@/api/quotas';

/** One thing that waits for the operator, the most urgent first. */
export type Waiting =
  | { kind: 'problem'; problem: Problem }
  | { kind: 'failed'; run: SyncRun }
  | { kind: 'paused'; run: SyncRun }
  | { kind: 'quota'; quota: Quota }
  | { kind: 'never' };

/** What of the overview asks for a person. A run that will go on by itself in a minute does not. */
export function waitingFor(overview: Overview): Waiting[] {
  const found: Waiting[] = overview.problems.map((problem) => ({ kind: 'problem', problem }));
  const { active_run: active, last_run: last } = overview;
  if (active?.state === 'paused' && active.paused_for !== 'minute' && active.paused_for !== 'retry') {
    found.push({ kind: 'paused', run: active });
  }
  if (!active && last?.state === 'failed') found.push({ kind: 'failed', run: last });
  const tight = overview.quotas.filter((quota) => (usedShare(quota) ?? 0) >= 0.9);
  found.push(...tight.map((quota): Waiting => ({ kind: 'quota', quota })));
  if (!active && !overview.last_full && last?.state !== 'failed' && found.length === 0) found.push({ kind: 'never' });
  return found;
}

/** Tells one waiting thing from another. */
export function keyOf(item: Waiting): string {
  if (item.kind === 'problem') return `problem ${item.problem.code}`;
  return item.kind === 'quota' ? `quota ${item.quota.path}` : item.kind;
}
