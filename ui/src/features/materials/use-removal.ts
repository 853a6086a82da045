import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import type { Material } from '@/api/client';
import { keys } from '@/api/keys';
import { useTexts } from '@/locales/context';
import { removeMaterial } from './queries';
import { type Refused, removeEach } from './removal';

type State = {
  open: boolean;
  materials: Material[];
  /** Those in use, after the first attempt: they need a second word. */
  refused: Refused[];
  busy: boolean;
  error: unknown;
};

const closed: State = { open: false, materials: [], refused: [], busy: false, error: undefined };

/**
 * Removing from this console (S12): asks first, since only a full sync brings an item back (S13); what is in use is
 * removed by a second choice only. `onRemoved` gets the ids that are gone from the lists.
 */
export function useRemoval(appId: string, onRemoved: (ids: string[]) => void) {
  const { materials: t } = useTexts('materials');
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [state, setState] = useState<State>(closed);

  const settle = async (removed: readonly Material[], failed: number) => {
    const [one] = removed;
    if (!one) return;
    onRemoved(removed.map((m) => m.media_id));
    if (failed > 0) void message.warning(t.removedSome({ done: removed.length, failed }));
    else
      void message.success(
        removed.length === 1 ? t.removed({ title: one.title }) : t.removedMany({ n: removed.length }),
      );
    for (const m of removed) cache.removeQueries({ queryKey: keys.material(appId, m.media_id) });
    await Promise.all(
      ['history', 'picker', 'overview'].map((name) =>
        cache.invalidateQueries({ queryKey: [...keys.account(appId), name] }),
      ),
    );
  };
  const confirm = async () => {
    const force = state.refused.length > 0;
    const wanted = force ? state.refused.map((r) => r.material) : state.materials;
    setState((now) => ({ ...now, busy: true, error: undefined }));
    const { removed, refused, failed } = await removeEach(wanted, (id) => removeMaterial(appId, id, force));
    await settle(removed, refused.length + failed.length);
    setState((now) => ({
      open: refused.length + failed.length > 0,
      // What is left to decide or to try again; the texts of a closing window stay as they are.
      materials: failed.length > 0 ? failed.map((f) => f.material) : now.materials,
      refused: failed.length > 0 ? [] : refused.length > 0 ? refused : now.refused,
      busy: false,
      error: failed[0]?.error,
    }));
  };
  return {
    ...state,
    ask: (materials: Material[]) => setState({ ...closed, open: true, materials }),
    confirm: () => void confirm(),
    cancel: () => setState((now) => ({ ...now, open: false })),
  };
}
