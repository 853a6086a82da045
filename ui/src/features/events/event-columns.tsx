import type { Event } from '@/api/client';
import { Cause } from '@/components/activity/Cause';
import { eventDetail, eventName, eventSentence } from '@/components/activity/event-words';
import { KindIcon } from '@/components/activity/KindIcon';
import { Who } from '@/components/activity/Who';
import type { Column } from '@/components/DataTable';
import { Time } from '@/components/Time';
import { shortOpenId } from '@/lib/openid';
import type { Texts } from '@/locales/texts';
import s from './EventList.module.css';

type Options = {
  appId: string;
  texts: Texts<'activity'>;
  onOpen: (event: Event) => void;
  /** Narrows the list to one contact; undefined where it is already. */
  onChoose: ((openId: string) => void) | undefined;
};

/** An answer that took longer than this comes close to WeChat's five seconds. */
const slow = 3_000;

/** The columns of the event log. */
export function eventColumns({ appId, texts, onOpen, onChoose }: Options): Column<Event>[] {
  const t = texts.activity.events;
  return [
    { key: 'at', title: t.columns.at, width: '112px', render: (event) => <Time at={event.received_at} /> },
    {
      key: 'did',
      title: t.columns.did,
      render: (event) => <Did event={event} texts={texts} onOpen={onOpen} />,
    },
    {
      key: 'who',
      title: t.columns.who,
      width: '150px',
      render: (event) => (
        <Who appId={appId} openId={event.openid} onChoose={onChoose} impersonal={event.kind === 'other'} />
      ),
    },
    {
      key: 'answer',
      title: t.columns.answer,
      width: '26%',
      render: (event) =>
        event.answered_by ? (
          <Cause appId={appId} cause={event.answered_by} />
        ) : (
          <span className={s.quiet}>{t.none}</span>
        ),
    },
    {
      key: 'took',
      title: t.columns.took,
      width: '112px',
      align: 'end',
      render: (event) => <Took event={event} texts={texts} />,
    },
  ];
}

function Did({ event, texts, onOpen }: Pick<Options, 'texts' | 'onOpen'> & { event: Event }) {
  const t = texts.activity;
  const detail = eventDetail(texts, event);
  const label = t.events.open({ who: shortOpenId(event.openid ?? ''), what: eventSentence(texts, event) });
  return (
    <button type="button" className={s.did} data-primary aria-label={label} onClick={() => onOpen(event)}>
      <KindIcon kind={event.kind} />
      <span className={s.words}>
        <b>{eventName(texts, event)}</b>
        {detail ? <span title={detail}>{detail}</span> : null}
      </span>
    </button>
  );
}

function Took({ event, texts }: { event: Event; texts: Texts<'activity'> }) {
  const t = texts.activity.events;
  return (
    <span className={s.took}>
      <span
        className={event.took_ms > slow ? `num ${s.slow}` : 'num'}
        title={event.took_ms > slow ? t.slow : undefined}
      >
        {t.tookMs({ n: event.took_ms })}
      </span>
      {event.repeats > 0 ? (
        <small className="num" title={t.repeatsHint}>
          {t.repeats({ n: event.repeats })}
        </small>
      ) : null}
    </span>
  );
}
