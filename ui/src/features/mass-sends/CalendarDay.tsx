import type { KeyboardEvent } from 'react';
import { clock, parts } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import { calendarAt } from './calendar';
import type { MassSend } from './queries';
import s from './SendCalendar.module.css';
import { stateLook } from './StateMark';
import { waitsOrState } from './words';

/** How many sends of a day its cell names. */
const shown = 3;

type Props = {
  date: string;
  sends: readonly MassSend[];
  today: boolean;
  chosen: boolean;
  /** It belongs to the month before or after. */
  other: boolean;
  onChoose: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

/** A day of the calendar with its first sends. */
export function CalendarDay({ date, sends, today, chosen, other, onChoose, onKeyDown }: Props) {
  const texts = useTexts('massSends');
  const t = texts.massSends;
  const { month, day, weekday } = parts(`${date}T00:00:00+08:00`);
  const more = sends.length - shown;
  return (
    <button
      type="button"
      data-day={date}
      className={[s.day, other && s.other, chosen && s.chosen].filter(Boolean).join(' ')}
      aria-pressed={chosen}
      aria-current={today ? 'date' : undefined}
      tabIndex={chosen ? 0 : -1}
      onClick={onChoose}
      onKeyDown={onKeyDown}
    >
      <span className={today ? `${s.number} ${s.today} num` : `${s.number} num`}>
        <span aria-hidden="true">{day}</span>
        <span className="unseen">{texts.time.date({ month, day, weekday })}</span>
      </span>
      {sends.slice(0, shown).map((send) => (
        <span key={send.id} className={s.line}>
          <i className={s[stateLook(send) ?? 'quiet']} aria-hidden="true" />
          <span className="unseen">{waitsOrState(texts, send)}</span>
          <small className="num">{clock(calendarAt(send) ?? send.created_at)}</small>
          <span className={s.name}>{send.title || t.untitled}</span>
        </span>
      ))}
      {more > 0 ? <small className={s.more}>{t.calendar.more({ n: more })}</small> : null}
    </button>
  );
}
