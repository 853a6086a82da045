import { dayAndClock } from '@/lib/dates';
import type { Texts } from './texts';

/** The part of a failure or of a kept problem that its words depend on. */
export type Worded = {
  code: string;
  kind?: string | undefined;
  status?: number | undefined;
  params?: Record<string, string> | undefined;
  retryAfter?: number | undefined;
  wechat?: { errcode: number } | undefined;
};

export type FailureWords = { title: string; cure: string };

/**
 * What to tell the operator of a failure: what happened, and what to do. The code decides; a code without words of its
 * own falls back on WeChat's errcode, then on the kind of failure, which is also told where the words of codes have not
 * come: every screen brings them, the shell alone does not. Times among the parameters become Beijing time.
 */
export function failureWords(texts: Texts, failure: Worded, now = Date.now()): FailureWords {
  const { kinds, throttled } = texts.failure;
  const params = readable(failure.params ?? {});
  const known: Record<string, (p: Record<string, string>) => FailureWords> = texts.errors?.codes ?? {};
  if (failure.code === 'login.locked' && failure.retryAfter !== undefined) {
    const until = new Date(now + failure.retryAfter * 1000);
    return throttled({ minutes: Math.max(1, Math.ceil(failure.retryAfter / 60)), at: dayAndClock(until).slice(11) });
  }
  const words = known[failure.code] ?? (failure.wechat ? known[`wechat.${failure.wechat.errcode}`] : undefined);
  if (words) return words(params);
  return kinds[(failure.kind ?? kindOfStatus(failure)) as keyof typeof kinds]?.() ?? kinds.internal();
}

function readable(params: Record<string, string>): Record<string, string> {
  const entries = Object.entries(params).map(([name, value]) => [name, isTime(value) ? dayAndClock(value) : value]);
  const time = Object.values(params).find(isTime);
  return { ...(time ? { at: dayAndClock(time) } : {}), ...Object.fromEntries(entries) };
}

function isTime(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value);
}

function kindOfStatus({ status, code }: Worded): string {
  switch (status) {
    case 0:
      return 'network';
    case -1:
      return 'client';
    case 401:
      return 'unauthenticated';
    case 403:
      return 'forbidden';
    case 404:
      return 'not_found';
    case 409:
      return 'conflict';
    case 429:
      return 'exhausted';
    case 502:
      return 'refused';
    case 503:
    case 504:
      return 'unavailable';
  }
  if (status !== undefined && status >= 400 && status < 500) return 'invalid';
  return code === 'invalid' ? 'invalid' : 'internal';
}
