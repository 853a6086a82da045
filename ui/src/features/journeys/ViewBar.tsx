import { ListTree, Redo2, Undo2, Workflow } from 'lucide-react';
import { RowAction } from '@/components/RowAction';
import { useTexts } from '@/locales/context';
import type { JourneyEditor } from './use-journey-editor';
import s from './ViewBar.module.css';

type Props = {
  editor: JourneyEditor;
  may: boolean;
  view: 'canvas' | 'list';
  onView: (view: 'canvas' | 'list') => void;
};

/** Steps back and forward, and whether the journey is looked at as a drawing or as a list. */
export function ViewBar({ editor: { undo, redo }, may, view, onView }: Props) {
  const { journeys: t } = useTexts('journeys');
  const views = [
    ['canvas', Workflow],
    ['list', ListTree],
  ] as const;
  return (
    <div className={s.bar}>
      {may ? (
        <>
          <RowAction icon={Undo2} label={t.undo} title={`${t.undo} Ctrl Z`} disabled={!undo} onClick={() => undo?.()} />
          <RowAction
            icon={Redo2}
            label={t.redo}
            title={`${t.redo} Ctrl Shift Z`}
            disabled={!redo}
            onClick={() => redo?.()}
          />
          <i />
        </>
      ) : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own box */}
      <div role="group" aria-label={t.view} className={s.views}>
        {views.map(([key, Icon]) => (
          <button key={key} type="button" aria-pressed={view === key} title={t.views[key]} onClick={() => onView(key)}>
            <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
            <span>{t.views[key]}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
