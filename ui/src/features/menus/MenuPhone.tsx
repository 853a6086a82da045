import {
  DndContext,
  DragOverlay,
  KeyboardCode,
  KeyboardSensor,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { horizontalListSortingStrategy, SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { App } from 'antd';
import { Keyboard, Plus } from 'lucide-react';
import { useState } from 'react';
import { AccountMark } from '@/components/AccountMark';
import { Phone } from '@/components/Phone';
import { useTexts } from '@/locales/context';
import { collisionsIn, keysIn } from './drag';
import { MenuKey } from './MenuKey';
import s from './MenuPhone.module.css';
import { find, maxButtons, maxSubButtons, opens } from './menu';
import type { MenuEditor } from './use-menu-editor';

type Props = {
  account: string;
  editor: MenuEditor;
  disabled: boolean;
  /** The buttons with a problem. */
  wrong: ReadonlySet<string>;
};

/** The menu in the phone as followers see it. Its buttons are chosen, added and put in order here. */
export function MenuPhone({ account, editor, disabled, wrong }: Props) {
  const { menus: t } = useTexts('menus');
  const { message } = App.useApp();
  const { buttons, at } = editor;
  const [dragged, setDragged] = useState<string>();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: keysIn(buttons),
      // Enter chooses a button, as it does everywhere.
      keyboardCodes: {
        start: [KeyboardCode.Space],
        cancel: [KeyboardCode.Esc],
        end: [KeyboardCode.Space, KeyboardCode.Enter],
      },
    }),
  );
  const open = at?.parent ?? at?.button;
  const openAt = buttons.findIndex((top) => top.id === open?.id);
  const subs = open?.buttons ?? [];
  const name = (id: UniqueIdentifier) => find(buttons, String(id))?.button.name || t.unnamed;
  /** Where a button is, or would be, in words. */
  const place = (id: UniqueIdentifier, over: UniqueIdentifier) => {
    const to = find(buttons, String(over));
    if (!to) return '';
    const from = find(buttons, String(id));
    if (from?.parent && !to.parent && to.button.id !== from.parent.id) return t.spoken.into({ name: name(over) });
    return to.parent
      ? t.spoken.inGroup({ group: to.parent.name || t.unnamed, at: to.at + 1, of: to.of })
      : t.spoken.inRow({ at: to.at + 1, of: to.of });
  };
  const refusal = (id: UniqueIdentifier, over: UniqueIdentifier) => {
    const result = editor.tryPut(String(id), String(over));
    return result && t.refused[result.refused]({ name: result.into.name || t.unnamed });
  };

  const taken = (id: UniqueIdentifier) => t.spoken.taken({ name: name(id), place: place(id, id) });

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collisionsIn(buttons)}
      onDragStart={({ active }) => {
        setDragged(String(active.id));
        editor.choose(String(active.id));
      }}
      onDragCancel={() => setDragged(undefined)}
      onDragEnd={({ active, over }) => {
        setDragged(undefined);
        if (!over) return;
        const why = refusal(active.id, over.id);
        if (why) void message.warning(why);
        else editor.put(String(active.id), String(over.id));
      }}
      accessibility={{
        screenReaderInstructions: { draggable: t.spoken.how },
        announcements: {
          onDragStart: ({ active }) => taken(active.id),
          onDragOver: ({ active, over }) => {
            if (!over) return undefined;
            // It is over itself as soon as it is taken: that must not drown that it was.
            if (over.id === active.id) return taken(active.id);
            const words = t.spoken.over({ name: name(active.id), place: place(active.id, over.id) });
            return refusal(active.id, over.id) ?? words;
          },
          onDragEnd: ({ active, over }) =>
            (over && refusal(active.id, over.id)) ??
            t.spoken.put({ name: name(active.id), place: place(active.id, over?.id ?? active.id) }),
          onDragCancel: ({ active }) => t.spoken.canceled({ name: name(active.id) }),
        },
      }}
    >
      <Phone
        title={account}
        label={t.phone}
        footer={
          <div className={s.bar}>
            <span className={s.keyboard} aria-hidden="true">
              <Keyboard size={20} strokeWidth={1.5} />
            </span>
            <SortableContext items={buttons.map((b) => b.id)} strategy={horizontalListSortingStrategy}>
              {buttons.map((button) => (
                <MenuKey
                  key={button.id}
                  button={button}
                  top
                  chosen={at?.button.id === button.id}
                  open={open?.id === button.id}
                  wrong={wrong.has(button.id)}
                  disabled={disabled}
                  onChoose={() => editor.choose(button.id)}
                />
              ))}
            </SortableContext>
            {buttons.length < maxButtons && !disabled ? (
              <button
                type="button"
                className={s.addTop}
                aria-label={t.addTop}
                title={t.addTop}
                onClick={() => editor.add(t.newTop)}
              >
                <Plus size={17} aria-hidden="true" />
                {buttons.length === 0 ? t.addTop : null}
              </button>
            ) : null}
          </div>
        }
      >
        <div className={s.chat} aria-hidden="true">
          <span className={s.time}>{t.chatTime}</span>
          <div className={s.us}>
            <AccountMark name={account} size={36} />
            <p>{t.chat}</p>
          </div>
        </div>
        {open && opens(open) ? (
          <div className={s.pop} style={popPlace(openAt, shown(buttons.length, disabled))}>
            {subs.length < maxSubButtons && !disabled ? (
              <button
                type="button"
                className={s.addSub}
                aria-label={t.addSub({ name: open.name || t.unnamed, n: subs.length, max: maxSubButtons })}
                onClick={() => editor.add(t.newSub, open.id)}
              >
                <Plus size={14} aria-hidden="true" />
                {t.add} <small className="num">{`${subs.length}/${maxSubButtons}`}</small>
              </button>
            ) : null}
            <SortableContext items={subs.map((b) => b.id)} strategy={verticalListSortingStrategy}>
              {subs.map((button) => (
                <MenuKey
                  key={button.id}
                  button={button}
                  chosen={at?.button.id === button.id}
                  wrong={wrong.has(button.id)}
                  disabled={disabled}
                  onChoose={() => editor.choose(button.id)}
                />
              ))}
            </SortableContext>
          </div>
        ) : null}
      </Phone>
      {/* Nothing flies back: it would lie over the next button that is taken. */}
      <DragOverlay dropAnimation={null}>{dragged ? <div className={s.lifted}>{name(dragged)}</div> : null}</DragOverlay>
    </DndContext>
  );
}

/** How many cells the first row has: its buttons, and one to add another. */
const shown = (buttons: number, disabled: boolean) => buttons + (buttons < maxButtons && !disabled ? 1 : 0);

/** The group stands over its button: the keyboard's cell is 44 px wide, the rest is shared. */
function popPlace(at: number, cells: number) {
  const cell = `((100% - 44px) / ${cells})`;
  return { left: `calc(44px + ${cell} * ${at} + 5px)`, width: `calc(${cell} - 10px)` };
}
