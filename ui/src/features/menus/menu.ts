import { moved } from '@/components/sortable/move';
import type { Button, Menu } from './queries';

/** How many buttons the first row and a group hold, and what a name may measure in bytes; WeChat's limits. */
export const maxButtons = 3;
export const maxSubButtons = 5;
export const nameBytes = { top: 16, sub: 60 };
/** How many 汉字 of a name a phone shows before it cuts it. */
export const nameShown = { top: 4, sub: 8 };

/** What a button does, and of one in the first row that it only opens a group. */
export type Action = NonNullable<Button['action']>;

/** A new button with an identity of its own, which it keeps whatever it is called and wherever it stands. */
export function newButton(name: string): Button {
  const random = crypto.getRandomValues(new Uint8Array(12));
  return { id: `b${[...random].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`, name };
}

/** Where a button stands: the button of the first row that holds it, none for one that is there itself. */
export type Found = { button: Button; parent: Button | undefined; at: number; of: number };

/** Finds a button by its id. */
export function find(buttons: readonly Button[], id: string | undefined): Found | undefined {
  for (const [at, top] of buttons.entries()) {
    if (top.id === id) return { button: top, parent: undefined, at, of: buttons.length };
    const subs = top.buttons ?? [];
    const inside = subs.findIndex((sub) => sub.id === id);
    const button = subs[inside];
    if (button) return { button, parent: top, at: inside, of: subs.length };
  }
  return undefined;
}

/** Whether a button holds others. */
export function isGroup(button: Button): boolean {
  return (button.buttons?.length ?? 0) > 0;
}

/** Whether a button of the first row can take others in: it does nothing itself. */
export function opens(button: Button): boolean {
  return isGroup(button) || button.action === undefined;
}

/** The buttons with one of them changed. */
export function withButton(buttons: readonly Button[], id: string, change: (button: Button) => Button): Button[] {
  return buttons.map((button) => {
    if (button.id === id) return change(button);
    return button.buttons ? { ...button, buttons: withButton(button.buttons, id, change) } : button;
  });
}

/** The buttons without one of them, and without what it held. */
export function without(buttons: readonly Button[], id: string): Button[] {
  return buttons
    .filter((button) => button.id !== id)
    .map((button) => (button.buttons ? { ...button, buttons: without(button.buttons, id) } : button));
}

/** The buttons with one more: in the first row, or at the end of a group. */
export function withAdded(buttons: readonly Button[], made: Button, group?: string): Button[] {
  if (group === undefined) return [...buttons, made];
  return withButton(buttons, group, (top) => ({ ...top, buttons: [...(top.buttons ?? []), made] }));
}

/** Why a button cannot go into another: that is full, or does something itself. */
export type Refusal = { refused: 'full' | 'acts'; into: Button };

/** The buttons after one was put in the place of another, or into a button of the first row; undefined where nothing moves. */
export function put(buttons: readonly Button[], id: string, over: string): Button[] | Refusal | undefined {
  const from = find(buttons, id);
  const to = find(buttons, over);
  if (!from || !to || id === over) return undefined;
  if (!from.parent) return to.parent ? undefined : moved(buttons, from.at, to.at);
  if (to.parent?.id === from.parent.id) {
    return withButton(buttons, from.parent.id, (top) => ({
      ...top,
      buttons: moved(top.buttons ?? [], from.at, to.at),
    }));
  }
  const into = to.parent ?? to.button;
  if (into.id === from.parent.id) return undefined;
  if (!opens(into)) return { refused: 'acts', into };
  if ((into.buttons?.length ?? 0) >= maxSubButtons) return { refused: 'full', into };
  return withAdded(without(buttons, id), from.button, into.id);
}

/** Whether putting was refused. */
export function isRefusal(result: Button[] | Refusal | undefined): result is Refusal {
  return result !== undefined && 'refused' in result;
}

/** The part of a menu that is edited at a time: that of all, or a conditional one by its id. */
export function buttonsOf(menu: Menu, which: string | undefined): Button[] {
  return which === undefined ? menu.buttons : (menu.conditional.find((c) => c.id === which)?.buttons ?? []);
}

/** The menu with the buttons of one part replaced. */
export function withButtons(menu: Menu, which: string | undefined, buttons: Button[]): Menu {
  if (which === undefined) return { ...menu, buttons };
  return { ...menu, conditional: menu.conditional.map((c) => (c.id === which ? { ...c, buttons } : c)) };
}
