import { queryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, type SyncRun } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';

export type RunPage = components['schemas']['PageSyncRun'];
export type SyncMode = SyncRun['mode'];
/** What is synced: the two do not stand in each other's way. */
export type SyncScope = 'history' | 'followers';

/** The key of the newest runs of a scope. */
export const runsKey = (appId: string, scope: SyncScope) =>
  scope === 'followers' ? keys.followerSyncs(appId) : keys.syncs(appId);

/** The newest runs of an account. The stream of the active one is written into it. */
export const runsQuery = (appId: string, scope: SyncScope = 'history') =>
  queryOptions({
    queryKey: runsKey(appId, scope),
    queryFn: async ({ signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/syncs', {
          params: { path: { app_id: appId }, query: { mode: scope, limit: 20 } },
          signal,
        }),
      ),
    staleTime: 5_000,
  });

/** All runs, page by page, for the drawer. */
export function useEarlierRuns(appId: string, scope: SyncScope, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...runsKey(appId, scope), 'all'],
    enabled,
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/syncs', {
          params: {
            path: { app_id: appId },
            query: { mode: scope, limit: 20, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
  });
}

/** What a run would cost. Asks WeChat, so it is fresh for a minute only. */
export const planQuery = (appId: string, mode: SyncMode) =>
  queryOptions({
    queryKey: keys.syncPlan(appId, mode),
    queryFn: async ({ signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/syncs/plan', {
          params: { path: { app_id: appId }, query: { mode } },
          signal,
        }),
      ),
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });

/** Starts a run; rejects with 409 while one is under way, or where an incremental one has nothing to start from. */
export function useStartSync(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (start: { mode: SyncMode; acceptPause?: boolean }) =>
      answer(
        api.POST('/api/v1/accounts/{app_id}/syncs', {
          params: { path: { app_id: appId } },
          body: { mode: start.mode, accept_pause: start.acceptPause ?? false },
        }),
      ),
    onSuccess: (run) => putRun(cache, appId, run),
    onSettled: () => renewRuns(cache, appId),
  });
}

export type RunVerb = 'pause' | 'resume' | 'cancel';

/** Halts, continues or ends a run. */
export function useChangeRun(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, verb }: { id: string; verb: RunVerb }) => {
      const at = { params: { path: { app_id: appId, id } } };
      if (verb === 'pause') return answer(api.POST('/api/v1/accounts/{app_id}/syncs/{id}/pause', at));
      if (verb === 'resume') return answer(api.POST('/api/v1/accounts/{app_id}/syncs/{id}/resume', at));
      return answer(api.POST('/api/v1/accounts/{app_id}/syncs/{id}/cancel', at));
    },
    onSuccess: (run) => putRun(cache, appId, run),
    onSettled: () => renewRuns(cache, appId),
  });
}

type Cache = ReturnType<typeof useQueryClient>;

/** What a run syncs. */
export function scopeOf(run: Pick<SyncRun, 'mode'>): SyncScope {
  return run.mode === 'followers' ? 'followers' : 'history';
}

async function renewRuns(cache: Cache, appId: string): Promise<void> {
  await Promise.all(
    (['history', 'followers'] as const).map((scope) =>
      cache.invalidateQueries({ queryKey: runsKey(appId, scope), exact: true }),
    ),
  );
}

/** Writes what is newly known of a run into the list of runs; an older message about it is dropped. */
export function putRun(cache: Cache, appId: string, run: SyncRun): void {
  cache.setQueryData(runsKey(appId, scopeOf(run)), (page: RunPage | undefined) => (page ? withRun(page, run) : page));
}

/** The page with the run in its place, first where it is new. */
export function withRun(page: RunPage, run: SyncRun): RunPage {
  const known = page.items.find((r) => r.id === run.id);
  if (!known) return { ...page, items: [run, ...page.items], total: page.total + 1 };
  if (Date.parse(known.updated_at) > Date.parse(run.updated_at)) return page;
  return { ...page, items: page.items.map((r) => (r.id === run.id ? run : r)) };
}
