import { moved } from '@/components/sortable/move';
import { newButton } from './menu';
import type { Button, ConditionalMenu, Menu } from './queries';

/** The most conditional menus there may be; the server refuses more. */
export const maxConditional = 20;

/** The menu with one more conditional menu, which begins as a copy of the menu of all, each button with an identity of its own. */
export function withConditional(menu: Menu, name: string): { menu: Menu; id: string } {
  const { id } = newButton('');
  const made: ConditionalMenu = { id, name, buttons: copied(menu.buttons) };
  return { menu: { ...menu, conditional: [...menu.conditional, made] }, id };
}

function copied(buttons: readonly Button[]): Button[] {
  return buttons.map(({ taps: _, days: __, ...button }) => ({
    ...button,
    id: newButton('').id,
    ...(button.buttons && { buttons: copied(button.buttons) }),
  }));
}

/** The menu with a conditional menu changed. */
export function changedConditional(menu: Menu, id: string, values: Partial<ConditionalMenu>): Menu {
  return { ...menu, conditional: menu.conditional.map((c) => (c.id === id ? { ...c, ...values } : c)) };
}

/** The menu without a conditional menu. */
export function withoutConditional(menu: Menu, id: string): Menu {
  return { ...menu, conditional: menu.conditional.filter((c) => c.id !== id) };
}

/** The menu with a conditional menu one place earlier or later; the first that fits counts. */
export function movedConditional(menu: Menu, id: string, step: 1 | -1): Menu {
  const at = menu.conditional.findIndex((c) => c.id === id);
  return { ...menu, conditional: moved(menu.conditional, at, at + step) };
}
