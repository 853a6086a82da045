import { useTexts } from '@/locales/context';
import s from './MassSends.module.css';
import type { MassSend } from './queries';
import { stateWords } from './words';

const looks: Record<string, string | undefined> = {
  scheduled: s.soon,
  sending: s.soon,
  waiting: s.attention,
  sent: s.good,
  failed: s.bad,
  unknown: s.attention,
};

/** Where a send stands, as a mark. */
export function StateMark({ send: { state, approval } }: { send: MassSend }) {
  const texts = useTexts('massSends');
  const waits = state === 'draft' && approval !== null && !approval.approved_by;
  return (
    <span className={[s.mark, waits ? s.attention : looks[state]].filter(Boolean).join(' ')}>
      {waits ? texts.massSends.approvalWaits : stateWords(texts, state)}
    </span>
  );
}
