import { useState } from 'react';
import { asApiError, hasCode } from '@/api/errors';
import { moved } from '@/components/sortable/move';
import { begun, changed, mapped, redone, undone } from '@/lib/undo';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import {
  type Draft,
  type DraftOption,
  draftOf,
  labelOf,
  missing,
  newOption,
  placeOf,
  same,
  withIds,
  written,
} from './draft';
import { type Conversation, useSaveConversation } from './queries';

export type Editor = ReturnType<typeof useEditor>;

/** What the editor holds: the draft with its steps back, what is chosen in it, what is wrong, and how it is saved. */
export function useEditor(appId: string, read: Conversation | undefined, initial: Draft) {
  const texts = useTexts('conversations');
  const saving = useSaveConversation(appId);
  const [history, setHistory] = useState(() => begun(initial));
  // What is saved: as it was read, or as it was saved here since.
  const [base, setBase] = useState({ draft: history.now, conversation: read });
  const [chosen, setChosen] = useState(initial.options[0]?.key);
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const draft = history.now;
  const option = draft.options.find((o) => o.key === chosen);
  const dirty = !same(draft, base.draft);

  /** A change at a place; typing there is one step back. */
  const change = (next: Draft, place: string, about?: string) => {
    setHistory((h) => changed(h, next, about));
    setWrong(({ [place]: _, ...rest }) => rest);
  };
  const set = (part: 'name' | 'opening' | 'closing', text: string) => change({ ...draft, [part]: text }, part, part);
  const setOption = (key: string, values: Partial<DraftOption>) => {
    const options = draft.options.map((o) => (o.key === key ? { ...o, ...values } : o));
    change(
      { ...draft, options },
      values.label === undefined ? key : labelOf(key),
      `${key} ${Object.keys(values)} ${values.reply?.kind}`,
    );
  };
  const add = (at = draft.options.length) => {
    const made = newOption();
    change({ ...draft, options: draft.options.toSpliced(at, 0, made) }, 'options');
    setChosen(made.key);
  };
  const remove = (key: string) => {
    const at = draft.options.findIndex((o) => o.key === key);
    const options = draft.options.filter((o) => o.key !== key);
    change({ ...draft, options }, key);
    if (key === chosen) setChosen((options[at] ?? options.at(-1))?.key);
  };
  /** Puts a removed option back among those that are there now. */
  const restore = (removed: DraftOption, at: number) => {
    setHistory((h) => changed(h, { ...h.now, options: h.now.options.toSpliced(at, 0, removed) }));
    setChosen(removed.key);
  };
  const move = (from: number, to: number) => change({ ...draft, options: moved(draft.options, from, to) }, 'options');

  const blame = (found: Record<string, string>) => {
    setWrong(found);
    const first = draft.options.find((o) => found[o.key] ?? found[labelOf(o.key)]);
    if (first) setChosen(first.key);
  };
  /** Saves what is there; resolves with what was saved, or undefined where it was not. `force` overwrites. */
  const save = async (force = false): Promise<Conversation | undefined> => {
    const lacks = Object.entries(missing(draft));
    if (lacks.length > 0) {
      blame(Object.fromEntries(lacks.map(([place, what]) => [place, texts.conversations.editor.missing[what]])));
      return undefined;
    }
    setBusy(true);
    setError(undefined);
    try {
      const id = base.conversation?.id;
      const body = written(draft, force ? undefined : base.conversation?.updated_at);
      const saved = await saving.mutateAsync({ id, body });
      setHistory((h) => mapped(h, (state) => withIds(state, draft, saved)));
      setBase({ draft: withIds(draft, draft, saved), conversation: saved });
      setWrong({});
      return saved;
    } catch (caught) {
      setError(caught);
      const { failure } = asApiError(caught);
      const field = failure.fields?.[0]?.field;
      if (field) blame({ [placeOf(draft, field)]: failureWords(texts, failure).title });
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  /** Goes on from what somebody else saved. */
  const take = (theirs: Conversation) => {
    const next = draftOf(theirs);
    setHistory((h) => changed(h, next));
    setBase({ draft: next, conversation: theirs });
    setChosen(next.options[0]?.key);
    setWrong({});
    setError(undefined);
  };
  return {
    draft,
    saved: base.conversation,
    dirty,
    busy,
    error,
    conflict: hasCode(error, 'edit.conflict'),
    wrong,
    option,
    choose: setChosen,
    set,
    setOption,
    add,
    remove,
    restore,
    move,
    undo: history.past.length > 0 ? () => setHistory(undone) : undefined,
    redo: history.next.length > 0 ? () => setHistory(redone) : undefined,
    save,
    take,
  };
}
