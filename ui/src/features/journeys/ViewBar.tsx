import { ListTree, Redo2, Undo2, Workflow } from 'lucide-react';
import { ButtonGroup } from '@/components/ButtonGroup';
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
      <div className={s.views}>
        <ButtonGroup
          label={t.view}
          value={view}
          options={[
            { value: 'canvas', label: t.views.canvas, icon: Workflow },
            { value: 'list', label: t.views.list, icon: ListTree },
          ]}
          onChange={onView}
        />
      </div>
    </div>
  );
}
