import type { SyncPlan, SyncRun } from '@/api/client';

/** Reports whether the run occupies its account: a second one is refused meanwhile. */
export function isActive(run: SyncRun): boolean {
  return run.state === 'queued' || run.state === 'running' || run.state === 'paused';
}

/**
 * How far a run is, 0 to 1; undefined where that is not known: an incremental run ends when nothing is new. Most of a run of
 * the followers is asking for each, after the list has told who they are.
 */
export function shareDone(run: SyncRun): number | undefined {
  if (run.mode === 'incremental' || run.total <= 0) return undefined;
  const done = run.mode === 'followers' ? 0.1 * run.fetched + 0.9 * run.detailed : run.fetched;
  return Math.min(1, done / run.total);
}

/** The calls that today's quota is short of; 0 where it suffices. */
export function callsShort(plan: SyncPlan): number {
  return plan.suffices ? 0 : Math.max(1, plan.calls - Math.max(0, plan.left - plan.reserve));
}

/** Reports whether the plan needs the operator's word that the run may pause until the quota is back. */
export function needsPause(plan: SyncPlan): boolean {
  return !plan.suffices;
}

/** A time to go in the steps people read: 45 s, 2 min 10 s, and whole minutes from ten on. */
export function roundedEta(seconds: number): { minutes: number; seconds: number } {
  if (seconds < 60) return { minutes: 0, seconds: Math.max(5, Math.ceil(seconds / 5) * 5) };
  if (seconds < 600) {
    const tens = Math.ceil(seconds / 10) * 10;
    return { minutes: Math.floor(tens / 60), seconds: tens % 60 };
  }
  return { minutes: Math.ceil(seconds / 60), seconds: 0 };
}

/** How long the run took, in seconds; undefined while it is not over. */
export function secondsTaken(run: SyncRun): number | undefined {
  if (!run.started_at || !run.finished_at) return undefined;
  return Math.max(0, Math.round((Date.parse(run.finished_at) - Date.parse(run.started_at)) / 1000));
}

export const outcomes = ['added', 'updated', 'restored', 'gone', 'unchanged'] as const;
export type Outcome = (typeof outcomes)[number];

/** What a run brought, the counts that are not zero, the most interesting first. */
export function outcomesOf(run: SyncRun): { outcome: Outcome; n: number }[] {
  return outcomes.map((outcome) => ({ outcome, n: run[outcome] })).filter(({ n }) => n > 0);
}

/** Reports whether the run found the local copy as it should be. */
export function foundNothing(run: SyncRun): boolean {
  return run.added + run.updated + run.restored + run.gone === 0;
}

/** The run in the first place of what the banner tells: the active one, else the newest. */
export function runToShow(runs: readonly SyncRun[]): SyncRun | undefined {
  return runs.find(isActive) ?? runs[0];
}

/** How long a finished run is told about on the page: a day. */
export const resultAge = 24 * 60 * 60 * 1000;

/** Reports whether the banner should tell of the run: it is active, or ended lately and nobody has read that. */
export function isTold(run: SyncRun, readId: string | undefined, now: number): boolean {
  if (isActive(run)) return true;
  if (run.id === readId || !run.finished_at) return false;
  return now - Date.parse(run.finished_at) < resultAge;
}
