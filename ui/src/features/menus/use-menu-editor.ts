import { useMemo, useState } from 'react';
import type { MenuState } from '@/api/menu';
import { useDraft } from '@/components/use-draft';
import {
  buttonsOf,
  find,
  isRefusal,
  newButton,
  put,
  type Refusal,
  withAdded,
  withButton,
  withButtons,
  without,
} from './menu';
import { type Button, type Menu, useSaveMenu } from './queries';
import { same, written } from './written';

export type MenuEditor = ReturnType<typeof useMenuEditor>;

/** What is saved of the draft, as the server last said. */
type Saved = { doc: Menu; at: string };

const savedOf = ({ draft }: MenuState): Saved => ({
  doc: { buttons: draft.buttons, conditional: draft.conditional },
  at: draft.updated_at,
});

/**
 * What the editor holds of the conditional menu `wanted`, or where there is none of the menu of all: the draft, and
 * which button is chosen.
 */
export function useMenuEditor(appId: string, state: MenuState, wanted: string | undefined, may: boolean) {
  const saving = useSaveMenu(appId);
  const [chosen, setChosen] = useState<string>();
  const {
    doc: menu,
    take,
    change,
    ...draft
  } = useDraft<Menu, Saved, true>({
    held: useMemo(() => savedOf(state), [state]),
    newer: (held, saved) => new Date(held.at) > new Date(saved.at),
    same,
    send: (doc, saved, over) =>
      saving.mutateAsync({ ...written(doc), ...(over ? {} : { updated_at: saved.at }) }).then(savedOf),
    may,
  });
  const which = menu.conditional.find((c) => c.id === wanted)?.id;
  const buttons = buttonsOf(menu, which);
  const at = find(buttons, chosen) ?? find(buttons, (buttons[0]?.buttons?.[0] ?? buttons[0])?.id);

  const setButtons = (next: Button[], about?: string) => change(withButtons(menu, which, next), about);
  return {
    ...draft,
    menu,
    buttons,
    at,
    busy: saving.isPending,
    change,
    choose: setChosen,
    /** Changes the chosen button; `about` names what is typed in, so that it is one step back. */
    set: (id: string, values: Partial<Button>, about?: string) =>
      setButtons(
        withButton(buttons, id, (button) => ({ ...button, ...values })),
        about && `${id} ${about}`,
      ),
    add: (name: string, group?: string) => {
      const made = newButton(name);
      setButtons(withAdded(buttons, made, group));
      setChosen(made.id);
    },
    remove: (id: string) => {
      const found = find(buttons, id);
      setButtons(without(buttons, id));
      const beside = found?.parent?.buttons?.filter((b) => b.id !== id) ?? buttons.filter((b) => b.id !== id);
      setChosen((beside[found?.at ?? 0] ?? beside.at(-1) ?? found?.parent)?.id);
    },
    /** Why a button cannot be put there; undefined where it can. */
    tryPut: (id: string, over: string): Refusal | undefined => {
      const next = put(buttons, id, over);
      return isRefusal(next) ? next : undefined;
    },
    /** Puts a button in the place of another, or into it, where it can. */
    put: (id: string, over: string) => {
      const next = put(buttons, id, over);
      if (next && !isRefusal(next)) setButtons(next);
      setChosen(id);
    },
    take: (answered: MenuState) => take(savedOf(answered)),
  };
}
