import { Button } from 'antd';
import { ReplyBubble } from '@/components/reply-editor/ReplyBubble';
import { useTexts } from '@/locales/context';
import type { Outcome } from './queries';
import s from './TryAnswer.module.css';

type Props = {
  appId: string;
  text: string;
  answer: Outcome;
  onCreate: ((word: string) => void) | undefined;
};

/** The chat as the follower would see it: their own words, and what comes back. */
export function TryAnswer({ appId, text, answer, onCreate }: Props) {
  const { replyRules: texts } = useTexts('replyRules');
  const t = texts.trial;
  const word = text.trim();
  return (
    <section className={s.chat} aria-label={t.chat}>
      <p className={s.own}>{word}</p>
      {answer.passive ? (
        <Group name={t.passive}>
          <ReplyBubble appId={appId} reply={answer.passive} text={answer.passive_text} />
        </Group>
      ) : null}
      {answer.later.length > 0 ? (
        <Group name={t.later}>
          {answer.later.map((reply, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer is shown whole, its replies have their places
            <ReplyBubble key={i} appId={appId} reply={reply} />
          ))}
        </Group>
      ) : null}
      {answer.unsent.length > 0 ? (
        <Group name={t.unsent} quiet>
          {answer.unsent.map(({ reply, reason }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer is shown whole, its replies have their places
            <div key={i} className={s.unsent}>
              <ReplyBubble appId={appId} reply={reply} />
              <small>{t.reasons[reason] ?? t.reasonOther}</small>
            </div>
          ))}
        </Group>
      ) : null}
      {answer.by ? null : (
        <div className={s.none}>
          <p>{t.none}</p>
          {onCreate && [...word].length <= 60 ? (
            <Button size="small" onClick={() => onCreate(word)}>
              {t.noneAct({ text: [...word].length > 12 ? `${[...word].slice(0, 12).join('')}…` : word })}
            </Button>
          ) : null}
        </div>
      )}
    </section>
  );
}

function Group({ name, quiet, children }: { name: string; quiet?: boolean; children: React.ReactNode }) {
  return (
    <div className={quiet ? `${s.group} ${s.quiet}` : s.group}>
      <span className={s.way}>{name}</span>
      {children}
    </div>
  );
}
