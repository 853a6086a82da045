import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Material } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';
import type { MaterialsSearch } from './search';

export type Reading = components['schemas']['Reading'];
export type HistoryPage = components['schemas']['HistoryPage'];

/**
 * The newest 60 drafts. The server reads them from WeChat unless it did so less than a minute ago, so asking on every
 * opening of the page is what S3 wants, and costs calls only then.
 */
export const draftsQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.drafts(appId),
    queryFn: async ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/drafts', { params: { path: { app_id: appId } }, signal })),
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });

/** Reads the drafts from WeChat at once, whatever the age of the last reading. */
export function useRefreshDrafts(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/drafts', { params: { path: { app_id: appId }, query: { refresh: true } } }),
      ),
    onSuccess: (reading) => cache.setQueryData(keys.drafts(appId), reading),
  });
}

/**
 * The media_ids of the drafts whose bodies hold the words: the page knows titles, digests and notes by itself, bodies
 * only the server.
 */
export const draftHitsQuery = (appId: string, q: string) =>
  queryOptions({
    queryKey: keys.picker(appId, { hits: q }),
    enabled: q !== '',
    queryFn: async ({ signal }) => {
      const found = await answer(
        api.GET('/api/v1/accounts/{app_id}/materials', {
          params: { path: { app_id: appId }, query: { use: 'mass_send', source: 'draft', q, limit: 100 } },
          signal,
        }),
      );
      return found.items.map((item) => item.media_id);
    },
    staleTime: 30_000,
  });

/** What of the history the address asks for. */
export function historyFilter(search: MaterialsSearch, size: number) {
  return {
    ...(search.q && { q: search.q }),
    ...(search.note && { noted: search.note === 'with' ? ('true' as const) : ('false' as const) }),
    ...(search.use && { used: search.use === 'used' ? ('true' as const) : ('false' as const) }),
    ...(search.month && { month: search.month }),
    ...(search.cursor && { cursor: search.cursor }),
    limit: size,
  };
}

/** A page of the local copy of the history. */
export const historyQuery = (appId: string, filter: ReturnType<typeof historyFilter>) =>
  queryOptions({
    queryKey: keys.history(appId, filter),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/history', { params: { path: { app_id: appId }, query: filter }, signal }),
      ),
    staleTime: 10_000,
  });

/** One material with its bodies. */
export const materialQuery = (appId: string, mediaId: string) =>
  queryOptions({
    queryKey: keys.material(appId, mediaId),
    queryFn: async ({ signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/materials/{media_id}', {
          params: { path: { app_id: appId, media_id: mediaId } },
          signal,
        }),
      ),
    enabled: mediaId !== '',
    retry: false,
  });

type NoteChange = { mediaId: string; text: string };

/**
 * Writes a note. It shows at once in every list that has the item and goes back where the server refuses, so that what
 * the operator typed is never waited for.
 */
export function useWriteNote(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ mediaId, text }: NoteChange) =>
      answer(
        api.PUT('/api/v1/accounts/{app_id}/materials/{media_id}/note', {
          params: { path: { app_id: appId, media_id: mediaId } },
          body: { text },
        }),
      ),
    onMutate: async ({ mediaId, text }) => {
      await cache.cancelQueries({ queryKey: keys.drafts(appId) });
      await cache.cancelQueries({ queryKey: ['accounts', appId, 'history'] });
      const before = cache.getQueriesData({ queryKey: keys.account(appId) });
      patchMaterial(cache, appId, mediaId, (m) => ({ ...m, note: text }));
      return { before };
    },
    onError: (_error, _change, context) => {
      for (const [key, data] of context?.before ?? []) cache.setQueryData(key, data);
    },
    onSuccess: (note) => patchMaterial(cache, appId, note.media_id, (m) => ({ ...m, note: note.text })),
  });
}

type Cache = ReturnType<typeof useQueryClient>;

/** Changes the material wherever the cache shows it: in readings, pages, the picker and by itself. */
export function patchMaterial(cache: Cache, appId: string, mediaId: string, change: (m: Material) => Material): void {
  cache.setQueriesData({ queryKey: keys.account(appId) }, (data: unknown) => {
    if (!hasItems(data)) return isMaterial(data) && data.media_id === mediaId ? change(data) : data;
    if (!data.items.some((item) => isMaterial(item) && item.media_id === mediaId)) return data;
    return {
      ...data,
      items: data.items.map((item) => (isMaterial(item) && item.media_id === mediaId ? change(item) : item)),
    };
  });
}

function hasItems(data: unknown): data is { items: unknown[] } {
  return typeof data === 'object' && data !== null && 'items' in data && Array.isArray(data.items);
}

function isMaterial(data: unknown): data is Material {
  return typeof data === 'object' && data !== null && 'media_id' in data && 'articles' in data;
}

/** Fetches one item's newest state from WeChat. */
export function useSyncOne(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (mediaId: string) =>
      answer(
        api.POST('/api/v1/accounts/{app_id}/materials/{media_id}/sync', {
          params: { path: { app_id: appId, media_id: mediaId } },
        }),
      ),
    onSuccess: (material) => {
      patchMaterial(cache, appId, material.media_id, (m) => ({ ...m, ...material }));
      void cache.invalidateQueries({ queryKey: keys.material(appId, material.media_id) });
      void cache.invalidateQueries({ queryKey: keys.quotas(appId) });
    },
  });
}

/** Removes one item from this console. Rejects with 409 and the uses as `related` while something uses it. */
export function removeMaterial(appId: string, mediaId: string, force: boolean): Promise<unknown> {
  return answer(
    api.DELETE('/api/v1/accounts/{app_id}/materials/{media_id}', {
      params: { path: { app_id: appId, media_id: mediaId }, query: force ? { force: true } : {} },
    }),
  );
}
