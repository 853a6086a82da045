import { MessageCircle, MessageCircleOff } from 'lucide-react';
import type { Contact } from '@/api/client';
import { dayAndClock } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import s from './WindowCard.module.css';

/** Whether customer-service messages may be sent to a contact now: how many, until when, and because of what. */
export function WindowCard({ contact }: { contact: Contact }) {
  const { contacts } = useTexts('contacts');
  const t = contacts.drawer.window;
  const now = useNow();
  const { window } = contact;
  if (!window || Date.parse(window.closes_at) <= now) {
    return (
      <div className={s.card}>
        <MessageCircleOff size={18} strokeWidth={1.75} aria-hidden="true" />
        <p>
          <b>{t.closed}</b>
          <span>{t.closedText}</span>
        </p>
      </div>
    );
  }
  const left = window.closed ? 0 : Math.max(0, window.limit - window.sent);
  return (
    <div className={left > 0 ? `${s.card} ${s.open}` : s.card}>
      <MessageCircle size={18} strokeWidth={1.75} aria-hidden="true" />
      <p>
        <b>{left > 0 ? t.open : t.closed}</b>
        <span className="num">
          {[
            t.because[window.kind],
            left > 0 ? t.left({ left, limit: window.limit }) : t.used({ limit: window.limit }),
            t.until({ at: dayAndClock(window.closes_at) }),
          ].join(' · ')}
        </span>
      </p>
      <span className={s.dots} aria-hidden="true">
        {Array.from({ length: window.limit }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the dots are all alike
          <i key={i} className={i < left ? s.free : undefined} />
        ))}
      </span>
    </div>
  );
}
