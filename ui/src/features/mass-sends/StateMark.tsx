import { useTexts } from '@/locales/context';
import s from './MassSends.module.css';
import type { MassSend } from './queries';
import { waits, waitsOrState } from './words';

const looks = {
  scheduled: 'soon',
  sending: 'soon',
  waiting: 'attention',
  sent: 'good',
  failed: 'bad',
  unknown: 'attention',
} as const;

/** How urgent a send looks; undefined for what lies quiet. */
export function stateLook(send: MassSend): (typeof looks)[keyof typeof looks] | undefined {
  if (waits(send)) return 'attention';
  return Object.hasOwn(looks, send.state) ? looks[send.state as keyof typeof looks] : undefined;
}

/** Where a send stands, as a mark. */
export function StateMark({ send }: { send: MassSend }) {
  const texts = useTexts('massSends');
  const look = stateLook(send);
  return <span className={look ? `${s.mark} ${s[look]}` : s.mark}>{waitsOrState(texts, send)}</span>;
}
