import { Button, Input } from 'antd';
import { type FormEvent, useId } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { TryAnswer } from './TryAnswer';
import s from './TryBox.module.css';
import { TryReasons } from './TryReasons';
import type { useTrial } from './use-trial';

type Props = {
  appId: string;
  trial: ReturnType<typeof useTrial>;
  onOpen: (ruleId: string) => void;
  /** Begins a rule with the text as its keyword; undefined for who may not. */
  onCreate: ((word: string) => void) | undefined;
};

/** 试一试: a text as a follower would write it, what it is answered with, and why. */
export function TryBox({ appId, trial, onOpen, onCreate }: Props) {
  const { replyRules: texts } = useTexts('replyRules');
  const t = texts.trial;
  const id = useId();
  const { typed, setTyped, at, setAt, asked, query, ask } = trial;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) ask();
  };
  const answered = asked.text ? query.data : undefined;
  return (
    <section className={s.box} aria-labelledby={`${id}-title`}>
      <div className={s.ask}>
        <h2 id={`${id}-title`}>{t.title}</h2>
        <p className={s.lead}>{t.lead}</p>
        <form onSubmit={submit} className={s.form}>
          <label className="unseen" htmlFor={`${id}-text`}>
            {t.text}
          </label>
          <Input
            id={`${id}-text`}
            value={typed}
            maxLength={600}
            autoComplete="off"
            placeholder={t.placeholder}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button htmlType="submit" disabled={!typed.trim()} loading={query.isFetching && !query.data}>
            {t.send}
          </Button>
        </form>
        <p className={s.at}>
          <span>{t.at}</span>
          {at === '' ? (
            <>
              <b>{t.now}</b>
              <button type="button" onClick={() => setAt(thisHour())}>
                {t.otherTime}
              </button>
            </>
          ) : (
            <>
              <input
                type="datetime-local"
                aria-label={t.at}
                value={at}
                onChange={(event) => setAt(event.target.value)}
              />
              <button type="button" onClick={() => setAt('')}>
                {t.backToNow}
              </button>
            </>
          )}
        </p>
      </div>
      {query.error && asked.text ? (
        <ErrorState error={query.error} inline onRetry={() => void query.refetch()} />
      ) : null}
      {answered ? (
        <div className={s.result} aria-live="polite">
          <TryAnswer appId={appId} text={asked.text} answer={answered.answer} onCreate={onCreate} />
          <TryReasons explanations={answered.explanations} onOpen={onOpen} />
        </div>
      ) : null}
    </section>
  );
}

/** The present hour in Beijing as the field writes it. */
function thisHour(): string {
  return `${new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 13)}:00`;
}
