import { useCallback, useEffect, useRef, useState } from 'react';
import { hasCode } from '@/api/errors';
import { begun, changed, mapped, redone, undone } from '@/lib/undo';

/** How long after the last change the draft is saved, in ms. */
const pause = 900;

type Options<Doc, Saved extends { doc: Doc }, Over> = {
  /** What the server holds; the same value as long as it is the same draft. */
  held: Saved;
  /** Whether what the server holds is of somebody who saved later. */
  newer: (held: Saved, saved: Saved) => boolean;
  /** Whether two drafts are saved as the same. */
  same: (a: Doc, b: Doc) => boolean;
  /** Saves a draft that was made to `saved`; `over` says that somebody else's is overwritten. */
  send: (doc: Doc, saved: Saved, over: Over | undefined) => Promise<Saved>;
  /** A draft as it stands once it was sent. */
  sent?: (doc: Doc) => Doc;
  /** False: nothing is saved by itself. */
  may: boolean;
};

/**
 * A draft that is edited, with its steps back, and saved by itself after a pause. One call at a time: a change during it
 * is saved after it. A conflict stops the saving until the operator has chosen.
 */
export function useDraft<Doc, Saved extends { doc: Doc }, Over>(options: Options<Doc, Saved, Over>) {
  const { held, newer: isNewer, same, may } = options;
  const [saved, setSaved] = useState(held);
  const [history, setHistory] = useState(() => begun(saved.doc));
  const [error, setError] = useState<unknown>();
  const doc = history.now;
  const dirty = !same(doc, saved.doc);
  const conflict = hasCode(error, 'edit.conflict');

  const latest = useRef({ doc, saved, options });
  latest.current = { doc, saved, options };
  const running = useRef<Promise<unknown>>(undefined);

  /** Saves what is there; resolves with whether all is saved. */
  const save = useCallback(async (over?: Over): Promise<boolean> => {
    await running.current;
    const now = latest.current;
    const { same, send, sent = (made: Doc) => made } = now.options;
    if (over === undefined && same(now.doc, now.saved.doc)) return true;
    const call = send(now.doc, now.saved, over).then(
      (answered) => {
        // What was sent stands for what is saved: the answer leaves out what is kept for kinds tried before.
        const next = { ...answered, doc: sent(now.doc) };
        latest.current.saved = next;
        setSaved(next);
        if (next.doc !== now.doc) {
          latest.current.doc = sent(latest.current.doc);
          setHistory((h) => mapped(h, sent));
        }
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
    return done && same(latest.current.doc, now.doc) ? true : done && save();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change begins the pause anew
  useEffect(() => {
    if (!may || !dirty || conflict) return;
    const timer = setTimeout(() => void save(), pause);
    return () => clearTimeout(timer);
  }, [doc, dirty, conflict, may, save]);

  /** Goes on from a draft that the server holds, as a step that can be taken back. */
  const take = (next: Saved) => {
    setSaved(next);
    setError(undefined);
    setHistory((h) => (same(h.now, next.doc) ? { ...h, now: next.doc } : changed(h, next.doc)));
  };
  // Where nothing is unsaved here, what somebody else saved simply comes.
  const newer = isNewer(held, saved);
  // biome-ignore lint/correctness/useExhaustiveDependencies: taken once for each draft that comes
  useEffect(() => {
    if (newer && !dirty && !running.current) take(held);
  }, [held, newer, dirty]);

  return {
    doc,
    saved,
    dirty,
    error: conflict ? undefined : error,
    conflict,
    /** Changes the draft; `about` names what is typed in, so that it is one step back. */
    change: (next: Doc, about?: string) => setHistory((h) => changed(h, next, about)),
    undo: history.past.length > 0 ? () => setHistory(undone) : undefined,
    redo: history.next.length > 0 ? () => setHistory(redone) : undefined,
    save,
    take,
  };
}
