import { Button } from 'antd';
import { History, Redo2, Undo2 } from 'lucide-react';
import { RowAction } from '@/components/RowAction';
import { clock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import type { Texts } from '@/locales/texts';
import s from './EditorPage.module.css';
import type { MenuState } from './queries';
import type { MenuEditor } from './use-menu-editor';

type Props = {
  editor: MenuEditor;
  state: MenuState;
  may: boolean;
  /** Whether the account may have its menu made by the interface. */
  able: boolean;
  onVersions: () => void;
  onPublish: () => void;
};

/** Steps back, versions, whether the draft is saved, and publishing it. */
export function HeadActions({ editor, state, may, able, onVersions, onPublish }: Props) {
  const { menus: t } = useTexts('menus');
  const { undo, redo, dirty, busy } = editor;
  const changes = state.changes.length;
  return (
    <>
      {may ? (
        <>
          <span className={s.saved} role="status">
            {editor.error || editor.conflict ? t.unsaved : dirty || busy ? t.saving : savedWords(t, editor)}
          </span>
          <RowAction icon={Undo2} label={t.undo} title={`${t.undo} Ctrl Z`} disabled={!undo} onClick={() => undo?.()} />
          <RowAction
            icon={Redo2}
            label={t.redo}
            title={`${t.redo} Ctrl Shift Z`}
            disabled={!redo}
            onClick={() => redo?.()}
          />
        </>
      ) : null}
      <Button icon={<History size={15} aria-hidden="true" />} onClick={onVersions}>
        {t.versions}
      </Button>
      {may ? (
        <Button
          type="primary"
          disabled={!able || (!dirty && changes === 0)}
          title={able ? undefined : t.cannot.title}
          onClick={onPublish}
        >
          {t.publish}
        </Button>
      ) : null}
    </>
  );
}

/** When the draft was saved; nothing where there was none. */
function savedWords(t: Texts<'menus'>['menus'], editor: MenuEditor): string {
  const at = editor.saved.at;
  return new Date(at).getFullYear() < 2000 ? '' : t.savedAt({ at: clock(at) });
}
