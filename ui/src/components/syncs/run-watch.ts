import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { SyncRun } from '@/api/client';
import { keys } from '@/api/keys';
import { isActive, runToShow } from './sync-model';
import { putRun, runsQuery, type SyncScope } from './sync-queries';

/** How often runs are asked for: while the stream is down, while it is up, and while nothing runs. */
const polling = { down: 1_500, up: 15_000, idle: 30_000 };

/** What a run changes, by the names in the cache. */
const touched: Record<SyncScope, readonly string[]> = {
  history: ['history', 'materials', 'picker', 'quotas', 'overview', 'syncs'],
  followers: ['contacts', 'contact', 'tags', 'quotas', 'overview', 'syncs'],
};

/** How long a stream that broke is left alone before it is tried again. */
const retryStream = 20_000;

/**
 * The run that the page tells of: the active one, else the newest. While one is active it is followed by the API's
 * stream of events, and by polling where the stream cannot be had; only while the page is visible, since a browser
 * holds few connections to one server. What the run changed is read anew when it ends.
 */
export function useRun(
  appId: string,
  scope: SyncScope = 'history',
): { run: SyncRun | undefined; runs: SyncRun[]; known: boolean } {
  const cache = useQueryClient();
  const visible = useVisible();
  const [down, setDown] = useState(false);
  const { data } = useQuery({
    ...runsQuery(appId, scope),
    refetchInterval: (query) => {
      const run = runToShow(query.state.data?.items ?? []);
      if (!run || !isActive(run)) return polling.idle;
      return down ? polling.down : polling.up;
    },
  });
  const run = runToShow(data?.items ?? []);
  const activeId = run && isActive(run) ? run.id : undefined;

  useEffect(() => {
    if (!activeId || !visible || down) return;
    return watchRun(appId, activeId, {
      onRun: (next) => putRun(cache, appId, next),
      onDown: () => setDown(true),
    });
  }, [cache, appId, activeId, visible, down]);

  useEffect(() => {
    if (!down) return;
    const timer = setTimeout(() => setDown(false), retryStream);
    return () => clearTimeout(timer);
  }, [down]);

  const followed = useRef<string>(undefined);
  useEffect(() => {
    if (followed.current && !activeId) {
      for (const name of touched[scope]) {
        void cache.invalidateQueries({ queryKey: [...keys.account(appId), name] });
      }
    }
    followed.current = activeId;
  }, [cache, appId, scope, activeId]);

  return { run, runs: data?.items ?? [], known: data !== undefined };
}

/** Follows a run by its events until it ends or the returned function is called. */
export function watchRun(
  appId: string,
  id: string,
  on: { onRun: (run: SyncRun) => void; onDown: () => void },
): () => void {
  if (typeof EventSource === 'undefined') {
    on.onDown();
    return () => {};
  }
  const path = `/api/v1/accounts/${encodeURIComponent(appId)}/syncs/${encodeURIComponent(id)}/events`;
  const source = new EventSource(path);
  source.addEventListener('run', (event) => {
    const run = parseRun(event.data);
    if (run?.id === id) on.onRun(run);
  });
  // The stream closes by itself after this; without closing, the browser would open it again and again.
  source.addEventListener('ended', () => source.close());
  source.addEventListener('error', () => {
    source.close();
    on.onDown();
  });
  return () => source.close();
}

function parseRun(data: unknown): SyncRun | undefined {
  try {
    return JSON.parse(String(data)) as SyncRun;
  } catch {
    return undefined;
  }
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(() => document.visibilityState !== 'hidden');
  useEffect(() => {
    const onChange = () => setVisible(document.visibilityState !== 'hidden');
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  }, []);
  return visible;
}
