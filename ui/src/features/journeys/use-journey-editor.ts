import { useMemo } from 'react';
import { useDraft } from '@/components/use-draft';
import { useSave } from './queries';
import type { Graph, Journey } from './types';
import { type Doc, same, withoutSecrets, written } from './written';

export type JourneyEditor = ReturnType<typeof useJourneyEditor>;

/** What is saved of the draft, as the server last said. */
type Saved = { doc: Doc; revision: number; at: string };

const savedOf = ({ name, graph, revision, updated_at }: Journey): Saved => ({
  doc: { name, graph },
  revision,
  at: updated_at,
});

/** What the editor holds of a journey. To save over what somebody else saved, its revision is given. */
export function useJourneyEditor(appId: string, journey: Journey, may: boolean) {
  const saving = useSave(appId);
  const { id } = journey;
  const { take, ...draft } = useDraft<Doc, Saved, number>({
    held: useMemo(() => savedOf(journey), [journey]),
    newer: (held, saved) => held.revision > saved.revision,
    same,
    send: (doc, saved, over) =>
      saving.mutateAsync({ id, ...written(doc), revision: over ?? saved.revision }).then(savedOf),
    sent: withoutSecrets,
    may,
  });
  return {
    ...draft,
    graph: draft.doc.graph,
    busy: saving.isPending,
    draw: (graph: Graph, about?: string) => draft.change({ ...draft.doc, graph }, about),
    take: (answered: Journey) => take(savedOf(answered)),
  };
}
