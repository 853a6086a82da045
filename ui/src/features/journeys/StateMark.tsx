import { useTexts } from '@/locales/context';
import s from './StateMark.module.css';
import type { JourneyState } from './types';

/** Where a journey stands, as a mark. */
export function StateMark({ state }: { state: JourneyState }) {
  const { journeys: t } = useTexts('journeys');
  return <span className={`${s.mark} ${s[state]}`}>{t.states[state]}</span>;
}
