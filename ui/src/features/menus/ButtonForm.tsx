import { Button, Input } from 'antd';
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ChevronRight, FolderInput, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { Menu, type MenuItem } from '@/components/Menu';
import { RowAction } from '@/components/RowAction';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { ActionChoice } from './ActionChoice';
import { ActionFields } from './ActionFields';
import s from './ButtonForm.module.css';
import { isGroup, isRefusal, put as tried } from './menu';
import { NameHint } from './NameHint';
import type { Told } from './problems';
import type { Button as MenuButton } from './queries';
import { Taps } from './Taps';
import type { MenuEditor } from './use-menu-editor';

type Props = {
  appId: string;
  verified: boolean;
  editor: MenuEditor;
  /** The button as the server told it, with its taps. */
  told: MenuButton | undefined;
  problems: readonly Told[];
  disabled: boolean;
};

/** What the chosen button is called and does. */
export function ButtonForm({ appId, verified, editor, told, problems, disabled }: Props) {
  const { menus: t } = useTexts('menus');
  const id = useId();
  const { at } = editor;
  if (!at) return null;
  const { button, parent } = at;
  const of = (part: string) => problems.find((p) => p.part === part || p.part.startsWith(`${part}.`));
  const nameWrong = button.name.trim() === '' ? undefined : of('name');
  return (
    <form
      className={s.form}
      onSubmit={(event) => event.preventDefault()}
      aria-label={t.form({ name: button.name || t.unnamed })}
    >
      <header className={s.head}>
        {parent ? (
          <>
            <button type="button" className={s.crumb} onClick={() => editor.choose(parent.id)}>
              {parent.name || t.unnamed}
            </button>
            <ChevronRight size={14} aria-hidden="true" />
          </>
        ) : null}
        <h2>{button.name || t.unnamed}</h2>
        {disabled ? null : <Places editor={editor} />}
      </header>

      <div className={s.field}>
        <label htmlFor={`${id}-name`}>{t.name}</label>
        <Input
          id={`${id}-name`}
          className={s.name}
          value={button.name}
          disabled={disabled}
          maxLength={60}
          autoComplete="off"
          status={nameWrong ? 'error' : ''}
          aria-describedby={`${id}-name-hint`}
          onChange={(event) => editor.set(button.id, { name: event.target.value }, 'name')}
        />
        <NameHint id={`${id}-name-hint`} name={button.name} inside={parent !== undefined} />
      </div>

      {isGroup(button) ? (
        <p className={s.group}>{t.groupText({ n: button.buttons?.length ?? 0 })}</p>
      ) : (
        <>
          <ActionChoice
            button={button}
            inside={parent !== undefined}
            verified={verified}
            disabled={disabled}
            onChange={(action) => editor.set(button.id, { action })}
          />
          <ActionFields
            appId={appId}
            button={button}
            disabled={disabled}
            wrong={(part) => of(part)?.title}
            wrongReply={replyProblems(problems)}
            onChange={(values, about) => editor.set(button.id, values, about)}
          />
          {told?.days ? <Taps days={told.days} /> : null}
        </>
      )}
    </form>
  );
}

/** What is wrong with the replies, by their places. */
function replyProblems(problems: readonly Told[]): Record<number, string> {
  const found: Record<number, string> = {};
  for (const { part, title, cure } of problems) {
    const [name, at] = part.split('.');
    if (name === 'replies' && at !== undefined) found[Number(at)] = `${title}。${cure}`;
  }
  return found;
}

/** Moving the chosen button without dragging, and removing it. */
function Places({ editor }: { editor: MenuEditor }) {
  const { menus: t } = useTexts('menus');
  const toast = useUndoToast();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { at, buttons } = editor;
  if (!at) return null;
  const { button, parent } = at;
  const beside = parent?.buttons ?? buttons;
  const before = beside[at.at - 1];
  const after = beside[at.at + 1];
  const others: MenuItem[] = buttons
    .filter((top) => top.id !== parent?.id)
    .map((top) => {
      const result = tried(buttons, button.id, top.id);
      const why = isRefusal(result) ? t.refused[result.refused]({ name: top.name || t.unnamed }) : undefined;
      return {
        key: top.id,
        label: top.name || t.unnamed,
        hint: why,
        disabled: why !== undefined,
        onSelect: () => editor.put(button.id, top.id),
      };
    });
  const backLabel = parent ? t.up : t.left;
  const onLabel = parent ? t.down : t.right;
  return (
    <span className={s.places}>
      <RowAction
        icon={parent ? ArrowUp : ArrowLeft}
        label={backLabel}
        title={backLabel}
        disabled={!before}
        onClick={() => before && editor.put(button.id, before.id)}
      />
      <RowAction
        icon={parent ? ArrowDown : ArrowRight}
        label={onLabel}
        title={onLabel}
        disabled={!after}
        onClick={() => after && editor.put(button.id, after.id)}
      />
      {parent && others.length > 0 ? (
        <>
          <RowAction
            icon={FolderInput}
            label={t.moveInto}
            title={t.moveInto}
            menu
            expanded={anchor !== null}
            onClick={(event) => setAnchor(event.currentTarget)}
          />
          <Menu label={t.moveInto} items={others} anchor={anchor} onClose={() => setAnchor(null)} end />
        </>
      ) : null}
      <Button
        type="text"
        danger
        size="small"
        icon={<Trash2 size={15} aria-hidden="true" />}
        onClick={() => {
          const had = editor.menu;
          editor.remove(button.id);
          toast({
            text: t.removed({ name: button.name || t.unnamed }),
            undo: () => {
              editor.change(had);
              editor.choose(button.id);
            },
          });
        }}
      >
        {t.remove}
      </Button>
    </span>
  );
}
