import { useQuery } from '@tanstack/react-query';
import { Drawer, Skeleton } from 'antd';
import { useRef } from 'react';
import type { Event } from '@/api/client';
import { asApiError } from '@/api/errors';
import { useMay } from '@/api/session';
import { Cause } from '@/components/activity/Cause';
import { CodeOfScene } from '@/components/activity/CodeOfScene';
import { eventDetail, eventName, typeWords } from '@/components/activity/event-words';
import { KindIcon } from '@/components/activity/KindIcon';
import { Who } from '@/components/activity/Who';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { exact } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import s from './EventDrawer.module.css';
import { eventQuery } from './queries';
import { XmlBlock } from './XmlBlock';

type Props = { appId: string; id: string | undefined; onClose: () => void };

/** One push: what it was, what answered it, and for operators the raw push with the raw answer. */
export function EventDrawer({ appId, id, onClose }: Props) {
  const { activity, actions } = useTexts('activity');
  const t = activity.events;
  // While it slides away the drawer shows what it showed.
  const last = useRef(id);
  if (id) last.current = id;
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      size={640}
      title={t.drawer}
      closable={{ 'aria-label': actions.close }}
      destroyOnHidden
      aria-label={t.drawer}
      styles={{ body: { padding: '20px 28px 28px' } }}
    >
      {last.current ? <Loaded key={last.current} appId={appId} id={last.current} /> : null}
    </Drawer>
  );
}

function Loaded({ appId, id }: { appId: string; id: string }) {
  const { activity, state } = useTexts('activity');
  const t = activity.events;
  const query = useQuery(eventQuery(appId, id));
  if (query.data) return <Body appId={appId} event={query.data} />;
  if (query.error) {
    return asApiError(query.error).failure.status === 404 ? (
      <EmptyState drawing="lost" title={t.gone} text={t.goneText} />
    ) : (
      <ErrorState what={t.what} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  return (
    <div role="status" aria-label={state.loading}>
      <Skeleton active title={false} paragraph={{ rows: 8 }} />
    </div>
  );
}

function Body({ appId, event }: { appId: string; event: Event }) {
  const texts = useTexts('activity');
  const t = texts.activity.events;
  const detail = eventDetail(texts, event);
  const type = typeWords(texts, event.type);
  const scene = event.kind === 'scan' || event.kind === 'follow' ? event.text : undefined;
  return (
    <>
      <div className={s.head}>
        <KindIcon kind={event.kind} />
        <h2>
          {eventName(texts, event)}
          {detail ? <small>{detail}</small> : null}
        </h2>
      </div>
      <Facts
        facts={[
          [t.facts.who, <Who key="who" appId={appId} openId={event.openid} impersonal={event.kind === 'other'} />],
          scene
            ? [t.facts.code, <CodeOfScene key="code" appId={appId} scene={scene} code={event.qrcode} />]
            : undefined,
          [
            t.facts.answer,
            event.answered_by ? (
              <span key="answer" className={s.answer}>
                <Cause appId={appId} cause={event.answered_by} />
                <em>{event.passive ? t.passive : t.later}</em>
              </span>
            ) : (
              t.none
            ),
          ],
          [t.facts.at, exact(event.at)],
          [t.facts.received, exact(event.received_at)],
          [t.facts.took, t.tookMs({ n: event.took_ms })],
          [t.facts.repeats, event.repeats > 0 ? t.repeats({ n: event.repeats }) : t.noRepeats],
          [t.facts.type, type === event.type ? event.type : `${type} · ${event.type}`],
        ]}
      />
      <Raw event={event} />
    </>
  );
}

/** The raw push and the raw answer; a viewer is told why they are not there. */
function Raw({ event }: { event: Event }) {
  const { activity } = useTexts('activity');
  const t = activity.events;
  const may = useMay('operator');
  if (!may) return <p className={s.note}>{t.rawHidden}</p>;
  return (
    <>
      {event.raw ? (
        <XmlBlock title={t.raw} hint={t.rawHint} text={event.raw} copy={t.copyRaw} />
      ) : (
        <p className={s.note}>{t.rawGone}</p>
      )}
      {event.answer ? (
        <XmlBlock title={t.answer} text={event.answer} copy={t.copyAnswer} />
      ) : (
        <section className={s.none}>
          <h3>{t.answer}</h3>
          <p className={s.note}>{event.answered_by && !event.passive ? t.answerLater : t.answerNone}</p>
        </section>
      )}
    </>
  );
}
