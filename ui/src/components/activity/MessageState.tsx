import { CircleAlert, CircleCheck, CircleHelp, Clock, Send } from 'lucide-react';
import type { Message } from '@/api/client';
import { useTexts } from '@/locales/context';
import s from './activity.module.css';

const icons = { planned: Clock, sending: Send, sent: CircleCheck, unsent: CircleAlert, unknown: CircleHelp };

/** Where a message stands, as a sign with its word. */
export function MessageState({ state }: { state: Message['state'] }) {
  const { activity: t } = useTexts('activity');
  const Icon = icons[state];
  return (
    <span className={`${s.state} ${s[state]}`}>
      <Icon size={14} strokeWidth={2} aria-hidden="true" />
      {t.states[state]}
    </span>
  );
}
