import { FileText, Image, MessageSquareText, MessagesSquare } from 'lucide-react';
import { useTexts } from '@/locales/context';
import type { Reply } from './queries';
import s from './ReplyLine.module.css';
import { textParts } from './text-parts';

const icons = { text: MessageSquareText, picture: Image, material: FileText, conversation: MessagesSquare };

/** A reply in one line of a list: what kind it is, what it carries, and what keeps it from being sent as it is. */
export function ReplyLine({ reply }: { reply: Reply }) {
  const { replies: t } = useTexts('replies');
  const Icon = icons[reply.kind];
  const words = reply.kind === 'text' ? plain(reply.text ?? '') : reply.label || t.kinds[reply.kind];
  return (
    <span className={s.line}>
      <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
      <span className="unseen">{t.kinds[reply.kind]}</span>
      <span className={s.words} title={words}>
        {words}
      </span>
      {reply.problem ? <em className={s.problem}>{t.problems[reply.problem]}</em> : null}
    </span>
  );
}

/** The text as it is read: links by their words. */
function plain(text: string): string {
  return textParts(text)
    .map((part) => part.text)
    .join('');
}
