import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import type { Ref } from 'react';
import { useMay } from '@/api/session';
import { tagsQuery } from '@/api/tags';
import { NoteChip } from '@/components/Note';
import { clock, parts } from '@/lib/dates';
import { count } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import { calendarAt } from './calendar';
import type { MassSend } from './queries';
import s from './SendCalendar.module.css';
import { StateMark } from './StateMark';
import { audienceWords, reasonWords, waits } from './words';

type Props = {
  ref: Ref<HTMLElement>;
  appId: string;
  date: string;
  today: string;
  sends: readonly MassSend[] | undefined;
  loading: boolean;
};

/** The sends of one day in full; of a day to come, the way to one more. */
export function DaySends({ ref, appId, date, today, sends, loading }: Props) {
  const texts = useTexts('massSends');
  const t = texts.massSends;
  const may = useMay('operator');
  const tags = useQuery(tagsQuery(appId)).data?.items;
  const { month, day, weekday } = parts(`${date}T00:00:00+08:00`);
  return (
    <aside ref={ref} className={s.side} aria-labelledby="calendar-day">
      <h2 id="calendar-day">{texts.time.date({ month, day, weekday })}</h2>
      {sends ? (
        <ul className={s.sends}>
          {sends.map((send) => (
            <li key={send.id}>
              <p className={s.when}>
                <b className="num">{clock(calendarAt(send) ?? send.created_at)}</b>
                <StateMark send={send} />
              </p>
              <Link to="/accounts/$appId/mass-sends/$id" params={{ appId, id: send.id }} className={s.title}>
                {send.title || t.untitled}
                {send.article_count > 1 ? <small className="num">{t.several({ n: send.article_count })}</small> : null}
              </Link>
              {send.note ? <NoteChip text={send.note} /> : null}
              <p className={`${s.quiet} num`}>{audienceWords(texts, send, tags)}</p>
              {send.counts ? (
                <p className={`${s.quiet} num`}>
                  {`${t.counts.sent} ${count(send.counts.sent)} · ${t.counts.filtered} ${count(send.counts.filtered)} · ${t.counts.failed} ${count(send.counts.failed)}`}
                </p>
              ) : null}
              <Reason send={send} />
            </li>
          ))}
        </ul>
      ) : loading ? (
        <Skeleton active title={false} paragraph={{ rows: 3 }} />
      ) : (
        <p className={s.quiet}>{date < today ? t.calendar.nonePast : t.calendar.none}</p>
      )}
      {may && date >= today ? (
        <Link
          to="/accounts/$appId/mass-sends/$id"
          params={{ appId, id: 'new' }}
          search={date > today ? { at: `${date}T20:00` } : {}}
          className={s.plan}
        >
          {t.calendar.plan}
        </Link>
      ) : null}
    </aside>
  );
}

function Reason({ send }: { send: MassSend }) {
  const texts = useTexts('massSends');
  const reason = waits(send) ? undefined : reasonWords(texts, send.reason);
  return reason ? <p className={s.quiet}>{reason.title}</p> : null;
}
