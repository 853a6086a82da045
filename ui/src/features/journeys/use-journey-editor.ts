import { useCallback, useEffect, useRef, useState } from 'react';
import { hasCode } from '@/api/errors';
import { begun, changed, mapped, redone, undone } from '@/lib/undo';
import { useSave } from './queries';
import type { Graph, Journey } from './types';
import { type Doc, same, withoutSecrets, written } from './written';

export type JourneyEditor = ReturnType<typeof useJourneyEditor>;

/** How long after the last change the draft is saved, in ms. */
const pause = 900;

/** What is saved of the draft, as the server last said. */
type Saved = { doc: Doc; revision: number; at: string };

const savedOf = ({ name, graph, revision, updated_at }: Journey): Saved => ({
  doc: { name, graph },
  revision,
  at: updated_at,
});

/**
 * What the editor holds of a journey: its draft with the steps back, and how that is saved, by itself after a pause,
 * unless `may` is false. One call at a time: a change during it is saved after it.
 */
export function useJourneyEditor(appId: string, journey: Journey, may: boolean) {
  const saving = useSave(appId);
  const { id } = journey;
  const [saved, setSaved] = useState(() => savedOf(journey));
  const [history, setHistory] = useState(() => begun(saved.doc));
  const [error, setError] = useState<unknown>();
  const doc = history.now;
  const dirty = !same(doc, saved.doc);
  const conflict = hasCode(error, 'edit.conflict');

  const latest = useRef({ doc, saved });
  latest.current = { doc, saved };
  const running = useRef<Promise<unknown>>(undefined);
  const { mutateAsync } = saving;

  /** Saves what is there; resolves with whether all is saved. `over` is the revision of somebody else's that is overwritten. */
  const save = useCallback(
    async (over?: number): Promise<boolean> => {
      await running.current;
      const now = latest.current;
      if (over === undefined && same(now.doc, now.saved.doc)) return true;
      const call = mutateAsync({ id, ...written(now.doc), revision: over ?? now.saved.revision }).then(
        (answered) => {
          // What was sent stands for what is saved: the answer leaves out what is kept for kinds tried before.
          const next = { ...savedOf(answered), doc: withoutSecrets(now.doc) };
          latest.current.saved = next;
          setSaved(next);
          if (next.doc !== now.doc) {
            latest.current.doc = withoutSecrets(latest.current.doc);
            setHistory((h) => mapped(h, withoutSecrets));
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
    },
    [mutateAsync, id],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change begins the pause anew
  useEffect(() => {
    if (!may || !dirty || conflict) return;
    const timer = setTimeout(() => void save(), pause);
    return () => clearTimeout(timer);
  }, [doc, dirty, conflict, may, save]);

  /** Goes on from a draft that the server holds, as a step that can be taken back. */
  const take = (answered: Journey) => {
    const next = savedOf(answered);
    setSaved(next);
    setError(undefined);
    setHistory((h) => (same(h.now, next.doc) ? { ...h, now: next.doc } : changed(h, next.doc)));
  };
  // Where nothing is unsaved here, what somebody else saved simply comes.
  const newer = journey.revision > saved.revision;
  // biome-ignore lint/correctness/useExhaustiveDependencies: taken once for each draft that comes
  useEffect(() => {
    if (newer && !dirty && !running.current) take(journey);
  }, [journey, newer, dirty]);

  const change = (next: Doc, about?: string) => setHistory((h) => changed(h, next, about));
  return {
    doc,
    graph: doc.graph,
    saved,
    dirty,
    busy: saving.isPending,
    error: conflict ? undefined : error,
    conflict,
    /** Changes the draft; `about` names what is typed in, so that it is one step back. */
    change,
    draw: (graph: Graph, about?: string) => change({ ...doc, graph }, about),
    undo: history.past.length > 0 ? () => setHistory(undone) : undefined,
    redo: history.next.length > 0 ? () => setHistory(redone) : undefined,
    save,
    take,
  };
}
