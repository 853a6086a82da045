import type { SyncRun } from '@/api/client';
import { clock, day, dayAndClock, type Moment } from '@/lib/dates';
import { failureWords } from '@/locales/failure-words';
import type { Texts } from '@/locales/texts';
import { foundNothing, outcomesOf, roundedEta, secondsTaken } from './sync-model';

/** A length of time in words: 45 秒, 2 分 10 秒. */
export function spanWords(texts: Texts<'syncs'>, seconds: number): string {
  const t = texts.syncs;
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? t.etaSeconds({ s: seconds }) : t.etaMinutes({ m: minutes, s: seconds % 60 });
}

/** What is left to do, in words; undefined while it is not known. */
export function etaWords(texts: Texts<'syncs'>, run: SyncRun): string | undefined {
  if (run.state !== 'running' || run.eta_seconds === null) return undefined;
  const { minutes, seconds } = roundedEta(run.eta_seconds);
  return texts.syncs.eta({ text: spanWords(texts, minutes * 60 + seconds) });
}

/** How far a run is, in words; nothing while nothing has been read. */
export function doneFacts(texts: Texts<'syncs'>, run: SyncRun): string[] {
  const t = texts.syncs;
  if (run.mode === 'followers') return followerFacts(texts, run);
  if (run.mode === 'full' && run.total > 0) return [t.done({ fetched: run.fetched, total: run.total })];
  return run.fetched > 0 ? [t.checked({ fetched: run.fetched })] : [];
}

function followerFacts(texts: Texts<'syncs'>, run: SyncRun): string[] {
  const t = texts.syncs;
  if (run.phase === 'details') return [t.detailed({ detailed: run.detailed, total: run.total })];
  if (run.total > 0) return [t.listed({ fetched: run.fetched, total: run.total })];
  return run.phase === 'tags' ? [t.readingTags] : [];
}

/** The facts of an active run: how far, how long still, what it has spent and what is left. */
export function progressFacts(texts: Texts<'syncs'>, run: SyncRun): string[] {
  const t = texts.syncs;
  const rest: (string | undefined)[] = [
    run.sweep > 1 ? t.sweep({ n: run.sweep }) : undefined,
    etaWords(texts, run),
    t.spent({ n: run.calls }),
    run.quota_left === null ? undefined : t.left({ n: run.quota_left }),
  ];
  return [...doneFacts(texts, run), ...rest.filter((fact) => fact !== undefined)];
}

/** Why the run rests, and when it goes on. */
export function pauseWords(texts: Texts<'syncs'>, run: SyncRun, now: Moment): string {
  const t = texts.syncs;
  const why = (t.pausedFor as Record<string, string>)[run.paused_for ?? 'operator'] ?? t.pausedFor.waiting;
  if (run.error && run.paused_for !== 'operator' && run.paused_for !== 'quota') {
    const { title } = failureWords(texts, problemOf(run.error));
    return `${title}${t.comma}${nextWords(texts, run, now)}`;
  }
  return `${why}${t.comma}${nextWords(texts, run, now)}`;
}

function nextWords(texts: Texts<'syncs'>, run: SyncRun, now: Moment): string {
  const t = texts.syncs;
  if (!run.resume_at) return t.resumesByYou;
  const today = day(run.resume_at) === day(now);
  return t.resumesAt({ at: today ? clock(run.resume_at) : dayAndClock(run.resume_at) });
}

/** Why the run failed: what happened, and what to do. */
export function failWords(texts: Texts<'syncs'>, run: SyncRun): { title: string; cure: string } {
  return failureWords(texts, run.error ? problemOf(run.error) : { code: 'internal', kind: 'internal' });
}

function problemOf(problem: NonNullable<SyncRun['error']>) {
  return { code: problem.code, kind: problem.kind, params: problem.params, wechat: problem.wechat };
}

/** What a run brought, in short facts. */
export function outcomeFacts(texts: Texts<'syncs'>, run: SyncRun): string[] {
  const t = texts.syncs;
  const people = run.mode === 'followers';
  const counts = outcomesOf(run).map(({ outcome, n }) =>
    people && outcome === 'gone' ? t.unfollowed({ n }) : t[outcome]({ n }),
  );
  const taken = secondsTaken(run);
  return [
    ...(foundNothing(run) && run.state === 'finished' && run.advice !== 'empty' ? [t.nothingNew] : []),
    ...counts,
    t.spent({ n: run.calls }),
    ...(taken === undefined ? [] : [t.took({ text: spanWords(texts, taken) })]),
  ];
}

/** The advice of a finished run in words; undefined where there is none, or one that this page does not know. */
export function adviceWords(texts: Texts<'syncs'>, run: SyncRun): string | undefined {
  const { adviceWords, followerAdvice } = texts.syncs;
  const words: Record<string, string> = run.mode === 'followers' ? followerAdvice : adviceWords;
  return words[run.advice ?? ''];
}
