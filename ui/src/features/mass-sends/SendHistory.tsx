import { useTexts } from '@/locales/context';
import type { MassSend } from './queries';
import s from './SendDetail.module.css';
import { moment, reasonWords, stateWords } from './words';

/** Every state the send was in, with time, who and why. */
export function SendHistory({ send }: { send: MassSend }) {
  const texts = useTexts('massSends');
  const t = texts.massSends;
  return (
    <section aria-labelledby="send-history">
      <h2 id="send-history">{t.history}</h2>
      <ol className={s.steps}>
        {send.steps.map((step) => (
          <li key={`${step.at} ${step.state}`}>
            {stateWords(texts, step.state)}
            <small className="num">
              {[moment(texts, step.at), step.by && t.by({ name: step.by }), reasonWords(texts, step.reason)?.title]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}
