import { Link } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import type { Event, Message, Moment } from '@/api/client';
import { eventDetail, eventName } from '@/components/activity/event-words';
import { KindIcon } from '@/components/activity/KindIcon';
import { MessageState } from '@/components/activity/MessageState';
import { reasonWords } from '@/components/activity/message-words';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { ReplyLine } from '@/components/reply-editor/ReplyLine';
import { clock, day } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import { useTimeline } from './queries';
import s from './Timeline.module.css';

type Props = { appId: string; openId: string };

/** What a contact did and was sent, newest first, a heading for each day. */
export function Timeline({ appId, openId }: Props) {
  const { contacts } = useTexts('contacts', 'activity');
  const t = contacts.drawer;
  const list = useTimeline(appId, openId);
  const moments = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isPending) return <Skeleton active title={false} paragraph={{ rows: 5 }} />;
  if (list.error && moments.length === 0) {
    return <ErrorState what={t.timeline} error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (moments.length === 0) {
    return <EmptyState drawing="audit" title={t.timelineNone} text={t.timelineNoneText} quiet />;
  }
  return (
    <>
      {byDay(moments).map((one) => (
        <section key={one.day} className={s.day} aria-label={one.day}>
          <h4 className="num">{one.day}</h4>
          <ol>
            {one.moments.map((moment) => (
              <li key={(moment.event ?? moment.message)?.id}>
                <time className="num" dateTime={moment.at}>
                  {clock(moment.at)}
                </time>
                {moment.event ? <Did appId={appId} event={moment.event} /> : null}
                {moment.message ? <Sent appId={appId} message={moment.message} /> : null}
              </li>
            ))}
          </ol>
        </section>
      ))}
      {list.hasNextPage ? (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t.more}
        </Button>
      ) : null}
    </>
  );
}

/** The moments under their Beijing days, in the order in which they came. */
export function byDay(moments: readonly Moment[]): { day: string; moments: Moment[] }[] {
  const days: { day: string; moments: Moment[] }[] = [];
  for (const moment of moments) {
    const name = day(moment.at);
    const last = days.at(-1);
    if (last?.day === name) last.moments.push(moment);
    else days.push({ day: name, moments: [moment] });
  }
  return days;
}

function Did({ appId, event }: { appId: string; event: Event }) {
  const texts = useTexts('contacts', 'activity');
  const t = texts.contacts.drawer;
  const detail = eventDetail(texts, event);
  return (
    <div className={s.did}>
      <KindIcon kind={event.kind} />
      <p>
        <Link
          className={s.open}
          to="/accounts/$appId/events"
          params={{ appId }}
          search={{ open: event.id }}
          title={t.showEvent}
        >
          <b>{eventName(texts, event)}</b>
          {detail ? <span>{detail}</span> : null}
        </Link>
        {event.answered_by ? (
          <small>
            {t.answeredBy}
            {event.answered_by.name || texts.activity.causeGone}
          </small>
        ) : null}
      </p>
    </div>
  );
}

function Sent({ appId, message }: { appId: string; message: Message }) {
  const texts = useTexts('contacts', 'activity', 'replies');
  const why = reasonWords(texts, message);
  return (
    <div className={s.sent}>
      <Link
        className={s.bubble}
        to="/accounts/$appId/messages"
        params={{ appId }}
        search={{ tab: 'all', open: message.id }}
        title={texts.contacts.drawer.showMessage}
      >
        <ReplyLine reply={message.reply} />
      </Link>
      <p>
        <MessageState state={message.state} />
        {why ? <small title={why.cure}>{why.title}</small> : null}
        <small>{message.cause.name}</small>
      </p>
    </div>
  );
}
