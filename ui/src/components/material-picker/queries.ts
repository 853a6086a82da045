import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api, type Source, type Usage } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';

export type { Source, Usage };
export type Choice = components['schemas']['Choice'];
export type Choices = components['schemas']['Choices'];
export type Use = Usage['use'];

/** The table of uses; it is the server's code and does not change while the page is open. */
export const usagesQuery = queryOptions({
  queryKey: keys.usages,
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/usages', { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
});

/** What is asked of the picker. An empty cursor is the first page. */
export type ChoiceFilter = { use: Use; source: Source; q: string; cursor: string };

/** How many items a page of the picker has: WeChat's own size for the published list, more for what is kept here. */
export const pageLimit = (source: Source) => (source === 'published' ? 20 : 60);

/** A page of what the use may take from the source. Reading drafts or published items may call WeChat. */
export const choicesQuery = (appId: string, filter: ChoiceFilter) =>
  queryOptions({
    queryKey: keys.picker(appId, filter),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => readChoices(appId, filter, false, signal),
    staleTime: 30_000,
    refetchOnWindowFocus: false,
  });

/** Reads the page; with `refresh` from WeChat at once, whatever the age of the last reading. */
export function readChoices(
  appId: string,
  filter: ChoiceFilter,
  refresh: boolean,
  signal?: AbortSignal,
): Promise<Choices> {
  return answer(
    api.GET('/api/v1/accounts/{app_id}/materials', {
      params: {
        path: { app_id: appId },
        query: {
          use: filter.use,
          source: filter.source,
          limit: pageLimit(filter.source),
          ...(filter.q && { q: filter.q }),
          ...(filter.cursor && { cursor: filter.cursor }),
          ...(refresh && { refresh: true }),
        },
      },
      ...(signal && { signal }),
    }),
  );
}

/** One material, for those chosen lately. */
export const chosenQuery = (appId: string, mediaId: string) =>
  queryOptions({
    queryKey: keys.material(appId, mediaId),
    queryFn: async ({ signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/materials/{media_id}', {
          params: { path: { app_id: appId, media_id: mediaId } },
          signal,
        }),
      ),
    staleTime: 60_000,
    retry: false,
  });
