import { clock, day, exact, type Moment, minutesSince, parts } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import type { Texts } from '@/locales/texts';
import s from './Time.module.css';

/** A time in a table: the day over the time of day, in Beijing. */
export function Time({ at }: { at: Moment }) {
  return (
    <time className={`${s.time} num`} dateTime={new Date(at).toISOString()} title={exact(at)}>
      {day(at)}
      <small>{clock(at)}</small>
    </time>
  );
}

/** The words for a time in a sentence: relative within the hour, after that 11 月 22 日 14:20. */
export function ageWords(texts: Texts, at: Moment, now: number): string {
  const minutes = minutesSince(at, now);
  if (minutes === undefined || new Date(at).getTime() > now + 60_000) {
    const p = parts(at);
    return texts.time.at({ month: p.month, day: p.day, clock: clock(at) });
  }
  return minutes === 0 ? texts.time.underMinute : texts.time.minutesAgo({ n: minutes });
}

/** A time in a sentence, kept true while the page is open. */
export function Age({ at }: { at: Moment }) {
  const texts = useTexts();
  const now = useNow();
  return (
    <time className="num" dateTime={new Date(at).toISOString()} title={exact(at)}>
      {ageWords(texts, at, now)}
    </time>
  );
}
