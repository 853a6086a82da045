import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Drawer, Skeleton } from 'antd';
import { useRef } from 'react';
import type { Message } from '@/api/client';
import { asApiError } from '@/api/errors';
import { Cause } from '@/components/activity/Cause';
import { MessageState } from '@/components/activity/MessageState';
import { isLost, reasonWords } from '@/components/activity/message-words';
import { Who } from '@/components/activity/Who';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { ReplyBubble } from '@/components/reply-editor/ReplyBubble';
import { exact } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import s from './MessageDrawer.module.css';
import { messageQuery } from './queries';

type Props = {
  appId: string;
  /** Which message is open, undefined for none. */
  id: string | undefined;
  /** The message, where the page that is shown has it; else it is read. */
  listed: Message | undefined;
  onClose: () => void;
};

/** One message: how it looks to its follower, why it did not go out and what to do, and what WeChat said. */
export function MessageDrawer({ appId, id, listed, onClose }: Props) {
  const { activity, actions } = useTexts('activity');
  const t = activity.messages;
  // While it slides away the drawer shows what it showed.
  const last = useRef({ id, listed });
  if (id) last.current = { id, listed: listed ?? (last.current.id === id ? last.current.listed : undefined) };
  const shown = last.current;
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      size={560}
      title={t.drawer}
      closable={{ 'aria-label': actions.close }}
      destroyOnHidden
      aria-label={t.drawer}
      styles={{ body: { padding: '20px 28px 28px' } }}
    >
      {shown.listed ? (
        <Body appId={appId} message={shown.listed} />
      ) : shown.id ? (
        <Loaded key={shown.id} appId={appId} id={shown.id} />
      ) : null}
    </Drawer>
  );
}

function Loaded({ appId, id }: { appId: string; id: string }) {
  const { activity, state } = useTexts('activity');
  const t = activity.messages;
  const query = useQuery(messageQuery(appId, id));
  if (query.data) return <Body appId={appId} message={query.data} />;
  if (query.error) {
    return asApiError(query.error).failure.status === 404 ? (
      <EmptyState drawing="lost" title={t.closed} text={t.closedText} />
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

function Body({ appId, message }: { appId: string; message: Message }) {
  const texts = useTexts('activity');
  const t = texts.activity.messages;
  const why = reasonWords(texts, message);
  return (
    <>
      <p className={s.state}>
        <MessageState state={message.state} />
        {message.state === 'planned' ? <span>{t.dueBy({ at: exact(message.due_by) })}</span> : null}
      </p>
      {why ? (
        <section className={isLost(message) ? `${s.why} ${s[message.state]}` : s.why}>
          <h2>{why.title}</h2>
          <p>{why.cure}</p>
          {message.state === 'unsent' ? <p>{t.never}</p> : null}
        </section>
      ) : null}
      <h3 className={s.caption}>{t.bubble}</h3>
      <div className={s.stage}>
        <ReplyBubble appId={appId} reply={message.reply} />
      </div>
      <Facts
        facts={[
          [t.facts.who, <Who key="who" appId={appId} openId={message.openid} />],
          [t.facts.cause, <Cause key="cause" appId={appId} cause={message.cause} />],
          message.event_id
            ? [
                t.facts.event,
                <Link
                  key="event"
                  className="link"
                  to="/accounts/$appId/events"
                  params={{ appId }}
                  search={{ open: message.event_id }}
                >
                  {t.toEvent}
                </Link>,
              ]
            : undefined,
          [t.facts.place, t.place({ n: message.place + 1 })],
          [t.facts.created, exact(message.created_at)],
          [t.facts.due, exact(message.due_by)],
          message.done_at ? [t.facts.done, exact(message.done_at)] : undefined,
        ]}
      />
      <Said message={message} />
    </>
  );
}

/** What WeChat said, and the numbers by which the message is found in the log. */
function Said({ message }: { message: Message }) {
  const texts = useTexts('activity');
  const { problem } = message;
  const lines: [string, string][] = [[texts.activity.messages.facts.id, message.id]];
  if (problem?.wechat) {
    lines.push(
      [texts.state.errcode, String(problem.wechat.errcode)],
      [texts.state.errmsg, problem.wechat.errmsg],
      ...(problem.wechat.rid ? ([[texts.state.rid, problem.wechat.rid]] as [string, string][]) : []),
    );
  }
  if (message.reason) lines.push([texts.state.code, message.reason]);
  if (problem?.detail) lines.push([texts.state.server, problem.detail]);
  return (
    <details className={s.said}>
      <summary>{texts.actions.details}</summary>
      <Facts facts={lines} />
    </details>
  );
}
