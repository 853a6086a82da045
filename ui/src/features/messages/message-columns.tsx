import type { Message } from '@/api/client';
import { Cause } from '@/components/activity/Cause';
import { MessageState } from '@/components/activity/MessageState';
import { reasonWords } from '@/components/activity/message-words';
import { Who } from '@/components/activity/Who';
import type { Column } from '@/components/DataTable';
import { ReplyLine } from '@/components/reply-editor/ReplyLine';
import { Time } from '@/components/Time';
import { clock, dayAndClock } from '@/lib/dates';
import { shortOpenId } from '@/lib/openid';
import type { Texts } from '@/locales/texts';
import s from './MessageList.module.css';

type MessageTexts = Texts<'activity' | 'replies'>;

type Options = {
  appId: string;
  texts: MessageTexts;
  onOpen: (message: Message) => void;
  /** Narrows the list to one contact; undefined where it is already. */
  onChoose: ((openId: string) => void) | undefined;
};

/** What a message says, in a few words. */
export function replyWords(texts: MessageTexts, { reply }: Pick<Message, 'reply'>): string {
  return reply.text || reply.label || texts.replies.kinds[reply.kind];
}

/** The columns of the messages: what was to be sent to whom, by what, and what became of it. */
export function messageColumns({ appId, texts, onOpen, onChoose }: Options): Column<Message>[] {
  const t = texts.activity.messages;
  return [
    { key: 'at', title: t.columns.at, width: '112px', render: (message) => <Time at={message.created_at} /> },
    {
      key: 'message',
      title: t.columns.message,
      render: (message) => (
        <button
          type="button"
          className={s.message}
          data-primary
          aria-label={t.open({ who: shortOpenId(message.openid), what: replyWords(texts, message) })}
          onClick={() => onOpen(message)}
        >
          <ReplyLine reply={message.reply} />
        </button>
      ),
    },
    {
      key: 'who',
      title: t.columns.who,
      width: '140px',
      render: (message) => <Who appId={appId} openId={message.openid} onChoose={onChoose} />,
    },
    {
      key: 'cause',
      title: t.columns.cause,
      width: '17%',
      render: (message) => <Cause appId={appId} cause={message.cause} />,
    },
    {
      key: 'outcome',
      title: t.columns.outcome,
      width: '36%',
      render: (message) => <Outcome message={message} texts={texts} />,
    },
  ];
}

function Outcome({ message, texts }: { message: Message; texts: MessageTexts }) {
  const t = texts.activity;
  const why = reasonWords(texts, message);
  return (
    <div className={s.outcome}>
      <p>
        <MessageState state={message.state} />
        {why ? <b>{message.state === 'sent' ? t.fallbackSent : why.title}</b> : null}
        {message.state === 'sent' && message.done_at && !why ? (
          <time className="num" dateTime={message.done_at} title={dayAndClock(message.done_at)}>
            {clock(message.done_at)}
          </time>
        ) : null}
        {message.state === 'planned' ? (
          <span className="num">{t.messages.dueBy({ at: clock(message.due_by) })}</span>
        ) : null}
      </p>
      {why ? <small>{why.cure}</small> : null}
    </div>
  );
}
