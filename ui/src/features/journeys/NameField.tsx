import { type KeyboardEvent, useRef } from 'react';
import { useTexts } from '@/locales/context';
import s from './EditorHead.module.css';
import type { JourneyEditor } from './use-journey-editor';

/** The journey's name as the page's title, which is written in place. */
export function NameField({ editor, disabled }: { editor: JourneyEditor; disabled: boolean }) {
  const { journeys: t } = useTexts('journeys');
  const before = useRef('');
  const { doc, change } = editor;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') change({ ...doc, name: before.current }, 'name');
    if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
  };
  return (
    <div className={s.name}>
      <h1 className={disabled ? undefined : 'unseen'}>{doc.name || t.unnamed}</h1>
      {disabled ? null : (
        <span className={s.sizer} data-text={doc.name || t.unnamed}>
          <input
            aria-label={t.name}
            value={doc.name}
            size={1}
            maxLength={60}
            placeholder={t.unnamed}
            onFocus={() => {
              before.current = doc.name;
            }}
            onKeyDown={onKeyDown}
            onChange={(event) => change({ ...doc, name: event.target.value }, 'name')}
          />
        </span>
      )}
    </div>
  );
}
