import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';

export type Publication = components['schemas']['Publication'];

/** The latest drafts that were published from here; looked at again while one is under way. */
export const publicationsQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.publications(appId),
    queryFn: async ({ client, signal }) => {
      const before = client.getQueryData<Publication[]>(keys.publications(appId)) ?? [];
      const { items } = await answer(
        api.GET('/api/v1/accounts/{app_id}/publications', {
          params: { path: { app_id: appId }, query: { limit: 20 } },
          signal,
        }),
      );
      // What was published is no draft any more.
      const running = new Set(before.filter(({ state }) => state === 'publishing').map(({ id }) => id));
      if (items.some(({ id, state }) => running.has(id) && state !== 'publishing')) {
        void client.invalidateQueries({ queryKey: keys.drafts(appId) });
      }
      return items;
    },
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.some(({ state }) => state === 'publishing') ? 2_000 : false),
  });

/** Asks WeChat to publish a draft. */
export function usePublish(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (mediaId: string) =>
      answer(
        api.POST('/api/v1/accounts/{app_id}/drafts/{media_id}/publish', {
          params: { path: { app_id: appId, media_id: mediaId } },
        }),
      ),
    // A refusal is kept too.
    onSettled: () => cache.invalidateQueries({ queryKey: keys.publications(appId) }),
    onSuccess: (made) =>
      cache.setQueryData<Publication[]>(keys.publications(appId), (all = []) => [
        made,
        ...all.filter(({ id }) => id !== made.id),
      ]),
  });
}
