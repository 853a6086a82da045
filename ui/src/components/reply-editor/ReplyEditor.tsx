import { FileText, Image, type LucideIcon, MessageSquareText, MessagesSquare } from 'lucide-react';
import { useId } from 'react';
import { useTexts } from '@/locales/context';
import type { Ticks } from './articles';
import { ConversationReply } from './ConversationReply';
import { MaterialReply } from './MaterialReply';
import { PictureReply } from './PictureReply';
import type { Reply, ReplyKind } from './queries';
import s from './ReplyEditor.module.css';
import { TextReply } from './TextReply';

/** The kinds in the order in which they are offered. */
const kinds: [ReplyKind, LucideIcon][] = [
  ['text', MessageSquareText],
  ['picture', Image],
  ['material', FileText],
  ['conversation', MessagesSquare],
];

/** Which row of the table of uses a reply's article obeys. */
export type ReplyUse = 'conversation' | 'qrcode' | 'menu' | 'journey';

export type ReplyEditorProps = {
  appId: string;
  use: ReplyUse;
  value: Reply;
  onChange: (reply: Reply) => void;
  disabled?: boolean | undefined;
  /** The conversation that is being edited: it cannot lead to itself. */
  without?: string | undefined;
  /** Of the first reply of a material in a list: which of its articles the list sends. */
  ticks?: Ticks | undefined;
  /** What is wrong with it, as the server said. */
  error?: string | undefined;
};

/** Edits one reply: its kind, and what the kind carries. What was entered for one kind is kept while another is tried. */
export function ReplyEditor({ appId, use, value, onChange, disabled, without, ticks, error }: ReplyEditorProps) {
  const { replies: t } = useTexts('replies');
  const name = useId();
  const part = { appId, value, onChange, disabled };
  return (
    <div className={s.editor}>
      <fieldset className={s.kinds} disabled={disabled}>
        <legend className="unseen">{t.kind}</legend>
        {kinds.map(([kind, Icon]) => (
          <label key={kind} className={value.kind === kind ? `${s.kind} ${s.on}` : s.kind} title={t.kindHints[kind]}>
            <input
              type="radio"
              name={name}
              value={kind}
              checked={value.kind === kind}
              onChange={() => onChange({ ...value, kind })}
            />
            <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
            <span>{t.kinds[kind]}</span>
          </label>
        ))}
      </fieldset>
      {value.kind === 'text' ? <TextReply {...part} /> : null}
      {value.kind === 'picture' ? <PictureReply {...part} /> : null}
      {value.kind === 'material' ? <MaterialReply {...part} use={use} ticks={ticks} /> : null}
      {value.kind === 'conversation' ? <ConversationReply {...part} without={without} /> : null}
      {error ? (
        <p role="alert" className={s.error}>
          {error}
        </p>
      ) : null}
    </div>
  );
}
