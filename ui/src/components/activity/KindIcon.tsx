import { CircleDot, ListChecks, MessageCircle, MousePointerClick, ScanLine, UserMinus, UserPlus } from 'lucide-react';
import type { Event } from '@/api/client';
import s from './activity.module.css';

const icons = {
  message: MessageCircle,
  follow: UserPlus,
  unfollow: UserMinus,
  scan: ScanLine,
  tap: MousePointerClick,
  option: ListChecks,
  other: CircleDot,
};

/** The sign of a kind of push, beside which its name always stands. */
export function KindIcon({ kind }: { kind: Event['kind'] }) {
  const Icon = icons[kind];
  return (
    <span className={`${s.sign} ${s[kind]}`} aria-hidden="true">
      <Icon size={15} strokeWidth={1.75} />
    </span>
  );
}
