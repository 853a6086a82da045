import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { day, parts } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import { CalendarDay } from './CalendarDay';
import { addDays, addMonths, byDay, weekday, weeksOf } from './calendar';
import { DaySends } from './DaySends';
import { massCalendarQuery } from './queries';
import s from './SendCalendar.module.css';
import type { MassState } from './search';

type Props = {
  appId: string;
  state: MassState | undefined;
  /** The day that is looked at, and with it the month; today without one. */
  chosen: string | undefined;
  onDay: (day: string) => void;
};

/** The month's sends that went out, are to, or came to nothing, by the days of Beijing, and those of one day in full. */
export function SendCalendar({ appId, state, chosen, onDay }: Props) {
  const { massSends } = useTexts('massSends');
  const t = massSends.calendar;
  const today = day(useNow());
  const date = chosen ?? today;
  const weeks = weeksOf(date);
  const query = useQuery(massCalendarQuery(appId, weeks[0]?.[0] ?? date, addDays(weeks.at(-1)?.[6] ?? date, 1), state));
  const days = byDay(query.data ?? []);
  const grid = useRef<HTMLTableElement>(null);
  const list = useRef<HTMLElement>(null);
  const byKey = useRef(false);
  useEffect(() => {
    if (!byKey.current) return;
    byKey.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${date}"]`)?.focus();
  }, [date]);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && days.has(date)) {
      event.preventDefault();
      list.current?.querySelector('a')?.focus();
      return;
    }
    const next = dayByKey(event.key, date);
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    byKey.current = next !== date;
    onDay(next);
  };
  const { year, month } = parts(`${date}T00:00:00+08:00`);
  return (
    <div className={s.calendar}>
      <div className={s.month}>
        <div className={s.turn}>
          <h2 aria-live="polite">{t.month({ year, month })}</h2>
          <Button
            type="text"
            aria-label={t.before}
            icon={<ChevronLeft size={16} aria-hidden="true" />}
            onClick={() => onDay(addMonths(date, -1))}
          />
          <Button
            type="text"
            aria-label={t.after}
            icon={<ChevronRight size={16} aria-hidden="true" />}
            onClick={() => onDay(addMonths(date, 1))}
          />
          <Button disabled={date === today} onClick={() => onDay(today)}>
            {t.today}
          </Button>
          <small className={s.zone}>{t.beijing}</small>
        </div>
        {query.error ? (
          <ErrorState what={massSends.what} error={query.error} onRetry={() => void query.refetch()} inline />
        ) : null}
        <table ref={grid} className={s.grid} aria-label={t.label} aria-busy={query.isPending}>
          <thead>
            <tr>
              {t.weekdays.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week[0]}>
                {week.map((of) => (
                  <td key={of}>
                    <CalendarDay
                      date={of}
                      sends={days.get(of) ?? []}
                      today={of === today}
                      chosen={of === date}
                      other={of.slice(0, 7) !== date.slice(0, 7)}
                      onChoose={() => onDay(of)}
                      onKeyDown={onKey}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <p className={s.hint}>{t.hint}</p>
      </div>
      <DaySends ref={list} appId={appId} date={date} today={today} sends={days.get(date)} loading={query.isPending} />
    </div>
  );
}

/** The day to which a key leads: a day or a week to and fro, the ends of the week, another month; undefined for nowhere. */
function dayByKey(key: string, date: string): string | undefined {
  switch (key) {
    case 'ArrowLeft':
      return addDays(date, -1);
    case 'ArrowRight':
      return addDays(date, 1);
    case 'ArrowUp':
      return addDays(date, -7);
    case 'ArrowDown':
      return addDays(date, 7);
    case 'Home':
      return addDays(date, -weekday(date));
    case 'End':
      return addDays(date, 6 - weekday(date));
    case 'PageUp':
      return addMonths(date, -1);
    case 'PageDown':
      return addMonths(date, 1);
    default:
      return undefined;
  }
}
