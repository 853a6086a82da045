import { Input } from 'antd';
import { FileText, Image, MessageSquareText, MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '@/locales/context';
import s from './BubbleEditor.module.css';
import type { DraftOption } from './draft';

const icons = { text: MessageSquareText, picture: Image, material: FileText, conversation: MessagesSquare };

type Props = {
  option: DraftOption;
  at: number;
  handle: ReactNode;
  name: string;
  chosen: boolean;
  wrong: boolean;
  disabled: boolean;
  autoFocus: boolean;
  onChoose: () => void;
  onChange: (label: string) => void;
  /** Enter goes on to a new option after this one. */
  onNext: (() => void) | undefined;
};

/** An option in the bubble: its handle, its words, and a button that shows what it answers with. */
export function OptionLine(props: Props) {
  const { option, at, handle, name, chosen, wrong, disabled, autoFocus, onChoose, onChange, onNext } = props;
  const { conversations, replies } = useTexts('conversations', 'replies');
  const t = conversations.editor;
  const Icon = icons[option.reply.kind];
  const answer = t.answersWith({ kind: replies.kinds[option.reply.kind] });
  return (
    <div className={[s.line, chosen ? s.chosen : '', wrong || option.reply.problem ? s.bad : ''].join(' ')}>
      {handle}
      <Input
        aria-label={t.option({ n: at + 1 })}
        placeholder={t.optionPlaceholder}
        value={option.label}
        disabled={disabled}
        variant="borderless"
        autoComplete="off"
        autoFocus={autoFocus}
        onFocus={onChoose}
        onChange={(event) => onChange(event.target.value)}
        onPressEnter={(event) => {
          if (!event.nativeEvent.isComposing) onNext?.();
        }}
      />
      <button
        type="button"
        className={s.kind}
        aria-pressed={chosen}
        aria-label={`${name}：${answer}`}
        title={answer}
        onClick={onChoose}
      >
        <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </div>
  );
}
