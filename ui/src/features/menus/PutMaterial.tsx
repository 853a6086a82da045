import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { chosenQuery } from '@/components/material-picker/queries';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { maxReplies } from './ActionFields';
import { isGroup } from './menu';
import s from './PutMaterial.module.css';
import { Strip } from './Strips';
import strips from './Strips.module.css';
import type { MenuEditor } from './use-menu-editor';

type Props = { appId: string; mediaId: string; editor: MenuEditor; onDone: () => void };

/** A material that came from its own page: it goes to the button that is chosen, beside what that sends already. */
export function PutMaterial({ appId, mediaId, editor, onDone }: Props) {
  const { menus: t } = useTexts('menus');
  const toast = useUndoToast();
  const { data: material } = useQuery(chosenQuery(appId, mediaId));
  const button = editor.at?.button;
  if (!material) return null;
  const sent = button?.action === 'send' ? (button.replies ?? []) : [];
  const why = !button ? t.put.none : isGroup(button) ? t.put.group : sent.length >= maxReplies ? t.put.full : undefined;
  const name = button?.name || t.unnamed;
  const put = () => {
    if (!button) return;
    const had = editor.menu;
    editor.set(button.id, {
      action: 'send',
      replies: [...sent, { kind: 'material', media_id: mediaId, label: material.title }],
    });
    onDone();
    toast({ text: t.put.done({ title: material.title, name }), undo: () => editor.change(had) });
  };
  return (
    <div className={strips.strips}>
      <Strip
        action={
          <span className={s.actions}>
            <Button size="small" type="primary" disabled={why !== undefined} onClick={put}>
              {button ? t.put.act({ name }) : t.put.actNone}
            </Button>
            <Button size="small" type="text" onClick={onDone}>
              {t.put.cancel}
            </Button>
          </span>
        }
      >
        <b>{t.put.title({ title: material.title })}</b>
        {why ?? (button?.action && button.action !== 'send' ? t.put.replaces : t.put.text)}
      </Strip>
    </div>
  );
}
