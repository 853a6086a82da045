import {
  Bell,
  CalendarClock,
  CircleStop,
  Clock,
  Code,
  FileText,
  GitFork,
  Image,
  type LucideIcon,
  MessageSquareText,
  MessagesSquare,
  MousePointerClick,
  QrCode,
  Tag,
  TicketX,
  UserMinus,
  UserPlus,
  Webhook,
} from 'lucide-react';
import type { Step, Trigger } from './types';

const kinds: Record<Exclude<Step['kind'], 'send'>, LucideIcon> = {
  tag: Tag,
  untag: TicketX,
  webhook: Webhook,
  branch: GitFork,
  wait: Clock,
  end: CircleStop,
};
const sends: Record<NonNullable<Step['reply']>['kind'], LucideIcon> = {
  text: MessageSquareText,
  picture: Image,
  material: FileText,
  conversation: MessagesSquare,
};
const triggers: Record<NonNullable<Trigger['kind']>, LucideIcon> = {
  scan: QrCode,
  follow: UserPlus,
  unfollow: UserMinus,
  message: MessageSquareText,
  tap: MousePointerClick,
  schedule: CalendarClock,
  api: Code,
};

export function stepIcon(step: Pick<Step, 'kind' | 'reply'>): LucideIcon {
  return step.kind === 'send' ? sends[step.reply?.kind ?? 'material'] : kinds[step.kind];
}

export function triggerIcon({ kind }: Trigger): LucideIcon {
  return kind ? triggers[kind] : Bell;
}
