import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Account } from '@/api/client';
import { AccountMark } from '@/components/AccountMark';
import { Phone } from '@/components/Phone';
import { ReplyBubble } from '@/components/reply-editor/ReplyBubble';
import { Segments } from '@/components/Segments';
import { useTexts } from '@/locales/context';
import s from './Chat.module.css';
import { numberedText } from './numbered';
import p from './PhoneStage.module.css';
import type { Conversation } from './queries';
import { sandboxPhone } from './sandbox-phone';
import { type Line, opened, tapped, typed } from './trial';

type Props = { account: Account; talk: Conversation; all: readonly Conversation[] };

/** The conversation as a follower has it: options are tapped or their numbers written, and answered at once, here alone. */
export function TrialPhone({ account, talk, all }: Props) {
  const { conversations: texts } = useTexts('conversations');
  const t = texts.trial;
  const [lines, setLines] = useState<readonly Line[]>(() => opened(talk));
  const [as, setAs] = useState<'tappable' | 'numbered'>(account.verified ? 'tappable' : 'numbered');
  const [text, setText] = useState('');
  const end = useRef<HTMLDivElement>(null);
  const n = lines.length;
  useEffect(() => {
    if (n > 1) end.current?.scrollIntoView?.({ block: 'end' });
  }, [n]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    setLines(typed(lines, text, all));
    setText('');
  };
  const phone = sandboxPhone(account);
  return (
    <>
      <div className={p.phone}>
        <Phone
          title={account.name}
          label={t.label}
          footer={
            <form className={s.write} onSubmit={send}>
              <Input
                aria-label={t.write}
                placeholder={t.placeholder}
                value={text}
                maxLength={200}
                autoComplete="off"
                onChange={(event) => setText(event.target.value)}
              />
              <Button htmlType="submit" disabled={!text.trim()}>
                {t.send}
              </Button>
            </form>
          }
        >
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
          <div className={s.chat} role="log" aria-label={t.label} tabIndex={0}>
            <span className={s.time}>{texts.editor.today}</span>
            {lines.map((line, i) => (
              <ChatLine
                // biome-ignore lint/suspicious/noArrayIndexKey: a chat only grows
                key={i}
                account={account}
                line={line}
                numbered={as === 'numbered'}
                onTap={(from, at) => setLines(tapped(lines, from, at, all))}
              />
            ))}
            <div ref={end} />
          </div>
        </Phone>
      </div>
      <div className={s.foot}>
        {account.verified ? (
          <div className={s.as}>
            <Segments
              label={t.as}
              options={[
                { value: 'tappable', label: t.asTappable },
                { value: 'numbered', label: t.asNumbered },
              ]}
              value={as}
              onChange={setAs}
            />
          </div>
        ) : (
          <span />
        )}
        <Button type="text" disabled={n === 1} onClick={() => setLines(opened(talk))}>
          {t.restart}
        </Button>
      </div>
      <p className={s.hint}>
        {t.local}{' '}
        {phone ? (
          <a href={phone} target="_blank" rel="noreferrer">
            {t.sandbox}
          </a>
        ) : null}
      </p>
    </>
  );
}

type LineProps = {
  account: Account;
  line: Line;
  numbered: boolean;
  onTap: (talk: Conversation, at: number) => void;
};

function ChatLine({ account, line, numbered, onTap }: LineProps) {
  const { conversations: t } = useTexts('conversations');
  switch (line.kind) {
    case 'note':
      return <p className={s.note}>{t.trial[line.note]}</p>;
    case 'own':
      return (
        <p className={s.own}>
          <span className="unseen">{t.trial.follower}</span>
          {line.text}
        </p>
      );
    case 'reply':
      return (
        <div className={s.us}>
          <AccountMark name={account.name} size={36} />
          <div>
            <ReplyBubble appId={account.app_id} reply={line.reply} />
          </div>
        </div>
      );
    case 'talk':
      return (
        <div className={s.us}>
          <AccountMark name={account.name} size={36} />
          <div className={`${s.bubble} ${s.talk}`}>
            {numbered ? numberedText(line.talk) : <Tappable talk={line.talk} onTap={onTap} />}
          </div>
        </div>
      );
  }
}

function Tappable({ talk, onTap }: { talk: Conversation; onTap: LineProps['onTap'] }) {
  return (
    <>
      <span>{talk.opening.trim()}</span>
      {talk.options.map((option, i) => (
        <button key={option.id} type="button" className={s.tap} onClick={() => onTap(talk, i)}>
          {option.label.trim()}
        </button>
      ))}
      {talk.closing.trim() ? <span>{talk.closing.trim()}</span> : null}
    </>
  );
}
