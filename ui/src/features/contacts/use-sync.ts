import { useState } from 'react';
import { useRun } from '@/components/syncs/run-watch';
import { isActive, isTold } from '@/components/syncs/sync-model';
import { recall, remember } from '@/lib/remembered';

/** The run of the followers to tell of, and whether its end has been read. */
export function useFollowerSync(appId: string) {
  const { run, runs } = useRun(appId, 'followers');
  const slot = `followers-read.${appId}`;
  const [readId, setReadId] = useState(() => recall(slot));
  const active = run !== undefined && isActive(run);
  return {
    run,
    active,
    told: run !== undefined && isTold(run, readId, Date.now()),
    /** When the followers were last read whole; undefined where never. */
    lastAt: runs.find((one) => one.state === 'finished')?.finished_at ?? undefined,
    read: () => {
      if (!run) return;
      remember(slot, run.id);
      setReadId(run.id);
    },
  };
}
