import { useCallback, useEffect, useRef, useState } from 'react';
import { hasCode } from '@/api/errors';
import type { MenuState } from '@/api/menu';
import { begun, changed, redone, undone } from '@/lib/undo';
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

/** How long after the last change the draft is saved, in ms. */
const pause = 900;

/** What is saved of the draft, as the server last said. */
type Saved = { menu: Menu; at: string };

const savedOf = ({ draft }: MenuState): Saved => ({
  menu: { buttons: draft.buttons, conditional: draft.conditional },
  at: draft.updated_at,
});

/**
 * What the editor holds of the conditional menu `wanted`, or where there is none of the menu of all: the draft with its steps back, which button is chosen, and how
 * it is saved, by itself after a pause, unless `may` is false. One call at a time: a change during it is saved after it.
 */
export function useMenuEditor(appId: string, state: MenuState, wanted: string | undefined, may: boolean) {
  const saving = useSaveMenu(appId);
  const [saved, setSaved] = useState(() => savedOf(state));
  const [history, setHistory] = useState(() => begun(saved.menu));
  const [chosen, setChosen] = useState<string>();
  const [error, setError] = useState<unknown>();
  const menu = history.now;
  const which = menu.conditional.find((c) => c.id === wanted)?.id;
  const buttons = buttonsOf(menu, which);
  const at = find(buttons, chosen) ?? find(buttons, (buttons[0]?.buttons?.[0] ?? buttons[0])?.id);
  const dirty = !same(menu, saved.menu);
  const conflict = hasCode(error, 'edit.conflict');

  const latest = useRef({ menu, saved });
  latest.current = { menu, saved };
  const running = useRef<Promise<unknown>>(undefined);
  const { mutateAsync } = saving;

  /** Saves what is there; resolves with whether all is saved. `force` overwrites what somebody else saved. */
  const save = useCallback(
    async (force = false): Promise<boolean> => {
      await running.current;
      const now = latest.current;
      if (!force && same(now.menu, now.saved.menu)) return true;
      const call = mutateAsync({ ...written(now.menu), ...(force ? {} : { updated_at: now.saved.at }) }).then(
        (answered) => {
          // What was sent stands for what is saved: the answer leaves out what is kept for actions tried before.
          const next = { menu: now.menu, at: answered.draft.updated_at };
          latest.current.saved = next;
          setSaved(next);
          setError(undefined);
          return true;
        },
        (caught: unknown) => {
          setError(caught);
          return false;
        },
      );
      running.current = call;
      const done = await call;
      running.current = undefined;
      return done && same(latest.current.menu, now.menu) ? true : done && save();
    },
    [mutateAsync],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change begins the pause anew
  useEffect(() => {
    if (!may || !dirty || conflict) return;
    const timer = setTimeout(() => void save(), pause);
    return () => clearTimeout(timer);
  }, [menu, dirty, conflict, may, save]);

  /** Goes on from a draft that the server holds, as a step that can be taken back. */
  const take = (answered: MenuState) => {
    const next = savedOf(answered);
    setSaved(next);
    setError(undefined);
    setHistory((h) => (same(h.now, next.menu) ? { ...h, now: next.menu } : changed(h, next.menu)));
  };
  // Where nothing is unsaved here, what somebody else saved simply comes.
  const newer = new Date(state.draft.updated_at) > new Date(saved.at);
  // biome-ignore lint/correctness/useExhaustiveDependencies: taken once for each draft that comes
  useEffect(() => {
    if (newer && !dirty && !running.current) take(state);
  }, [state, newer, dirty]);

  const change = (next: Menu, about?: string) => setHistory((h) => changed(h, next, about));
  const setButtons = (next: Button[], about?: string) => change(withButtons(menu, which, next), about);
  return {
    menu,
    buttons,
    saved,
    at,
    dirty,
    busy: saving.isPending,
    error: conflict ? undefined : error,
    conflict,
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
    undo: history.past.length > 0 ? () => setHistory(undone) : undefined,
    redo: history.next.length > 0 ? () => setHistory(redone) : undefined,
    save,
    take,
  };
}
