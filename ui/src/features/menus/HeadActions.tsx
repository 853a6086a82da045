import { Button } from 'antd';
import { Ellipsis, History, Redo2, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { MenuState } from '@/api/menu';
import { Menu } from '@/components/Menu';
import { RowAction } from '@/components/RowAction';
import { clock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import type { Texts } from '@/locales/texts';
import s from './EditorPage.module.css';
import type { MenuEditor } from './use-menu-editor';

type Props = {
  editor: MenuEditor;
  state: MenuState;
  may: boolean;
  /** Whether the account may have its menu made by the interface. */
  able: boolean;
  onVersions: () => void;
  onPublish: () => void;
  /** Not given where WeChat has no menu to remove. */
  onRemove: (() => void) | undefined;
};

/** Steps back, versions, whether the draft is saved, and publishing it. */
export function HeadActions({ editor, state, may, able, onVersions, onPublish, onRemove }: Props) {
  const { menus: t } = useTexts('menus');
  const { undo, redo, dirty, busy } = editor;
  const changes = state.changes.length;
  const [more, setMore] = useState<HTMLElement | null>(null);
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
      {may && onRemove ? (
        <>
          <RowAction
            icon={Ellipsis}
            label={t.more}
            title={t.more}
            menu
            expanded={more !== null}
            onClick={(event) => setMore(more ? null : event.currentTarget)}
          />
          <Menu
            label={t.more}
            items={[{ key: 'remove', label: t.removeMenu.act, icon: Trash2, danger: true, onSelect: onRemove }]}
            anchor={more}
            onClose={() => setMore(null)}
            end
          />
        </>
      ) : null}
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
