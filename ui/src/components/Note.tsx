import { PencilLine } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '@/locales/context';
import s from './Note.module.css';
import { NoteEditor } from './NoteEditor';

type Props = {
  text: string;
  /** The title of what the note is about: names the button and the field. */
  about: string;
  editing: boolean;
  onEdit: (editing: boolean) => void;
  /** Keeps the text. A rejected promise leaves the editor open with the text in it. */
  onSave: (text: string) => Promise<unknown>;
  /** Why it may not be edited; the note is then shown only. */
  readOnly?: boolean | undefined;
  /** The text with the search marked in it, in place of the plain one. */
  children?: ReactNode | undefined;
};

/** A note 图文说明 in a row: a chip with a pencil, edited in place. */
export function Note({ text, about, editing, onEdit, onSave, readOnly, children }: Props) {
  const t = useTexts();
  if (editing && !readOnly) {
    return <NoteEditor text={text} about={about} onSave={onSave} onClose={() => onEdit(false)} />;
  }
  if (readOnly) return text ? <NoteChip text={text}>{children}</NoteChip> : null;
  return (
    <button
      type="button"
      className={text ? s.edit : `${s.edit} ${s.none}`}
      aria-label={text ? `${t.note.edit({ name: about })}：${text}` : `${t.note.add}：${about}`}
      title={text || t.note.add}
      onClick={() => onEdit(true)}
    >
      {text ? <span className={s.chip}>{children ?? text}</span> : <span className={s.add}>{t.note.add}</span>}
      <PencilLine size={14} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}

/** A note shown beside a title wherever the item can be picked; nothing to edit. */
export function NoteChip({ text, children }: { text: string; children?: ReactNode | undefined }) {
  return (
    <span className={s.chip} title={text}>
      {children ?? text}
    </span>
  );
}
