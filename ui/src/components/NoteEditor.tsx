import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { characters } from '@/lib/text-measure';
import { useTexts } from '@/locales/context';
import s from './Note.module.css';

/** How many characters a note may have; the server counts the same way. */
export const maxNote = 200;

type Props = {
  text: string;
  about: string;
  onSave: (text: string) => Promise<unknown>;
  onClose: () => void;
  /** Stays open after saving: in the preview drawer. */
  resident?: boolean | undefined;
};

/**
 * The field a note is written in. Enter and leaving the field save, Esc gives the old text back. An Enter that confirms
 * a Chinese candidate does neither. What was typed is never lost: when saving fails the field stays as it is.
 */
export function NoteEditor({ text, about, onSave, onClose, resident }: Props) {
  const t = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState(text);
  const [state, setState] = useState<'idle' | 'saving' | 'failed'>('idle');
  const counterId = useId();
  const composing = useRef(false);
  const closing = useRef(false);
  const used = characters(typed);
  const tooLong = used > maxNote;

  useEffect(() => {
    if (resident) return;
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, [resident]);
  useEffect(() => {
    if (resident) setTyped(text);
  }, [resident, text]);

  const save = async () => {
    const wanted = typed.replace(/\s+/g, ' ').trim();
    if (tooLong || state === 'saving') return;
    if (wanted === text) {
      setTyped(text);
      onClose();
      return;
    }
    setState('saving');
    try {
      await onSave(wanted);
      setState('idle');
      onClose();
    } catch {
      setState('failed');
      field.current?.focus();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || composing.current) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void save();
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      closing.current = true;
      setTyped(text);
      setState('idle');
      onClose();
    }
  };
  return (
    <div className={s.editor}>
      <textarea
        ref={field}
        rows={resident ? 3 : 2}
        aria-label={t.note.of({ name: about })}
        aria-describedby={counterId}
        aria-invalid={tooLong || undefined}
        placeholder={t.note.placeholder}
        value={typed}
        readOnly={state === 'saving'}
        onFocus={() => {
          closing.current = false;
        }}
        onChange={(event) => setTyped(event.target.value)}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={() => {
          composing.current = false;
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (!closing.current && state === 'idle') void save();
        }}
      />
      <p className={s.foot} id={counterId}>
        {state === 'failed' ? (
          <span role="alert" className={s.failed}>
            {t.note.failed}
          </span>
        ) : (
          <span>{t.note.hint}</span>
        )}
        <span className={tooLong ? `${s.failed} num` : 'num'}>{t.note.counter({ n: used, max: maxNote })}</span>
      </p>
    </div>
  );
}
