import { keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, type TaggingState } from '@/api/client';
import { keys } from '@/api/keys';
import { lastDays, midnight } from '@/lib/dates';
import type { ContactSearch } from './search';

const oneDay = 24 * 60 * 60 * 1000;

/** The conditions as the API takes them, for lists and counts and for tagging all whom they let through. */
export function conditions(search: ContactSearch, now = Date.now()) {
  const { q, tags, followed, from, until, seen, source, code } = search;
  const after = followed ? lastDays(followed, now) : from ? midnight(from) : undefined;
  const before = until && !followed ? new Date(midnight(until).getTime() + oneDay) : undefined;
  return {
    ...(q?.trim() && { q: q.trim() }),
    ...(tags && { tag_ids: tags }),
    ...(after && { followed_after: after.toISOString() }),
    ...(before && { followed_before: before.toISOString() }),
    ...(seen && { seen_after: lastDays(seen, now).toISOString() }),
    ...(source && { follow_scene: source }),
    ...(code && { followed_by: code }),
  };
}

/** The conditions with the state, which tagging does not know: it is for followers only. */
export function contactFilter(search: ContactSearch) {
  const followed = search.state && (search.state === 'following' ? ('true' as const) : ('false' as const));
  return { ...conditions(search), ...(followed && { followed }) };
}

/** A page of the contacts, who followed last first. */
export const contactsQuery = (appId: string, search: ContactSearch, size: number) => {
  const query = { ...contactFilter(search), limit: size, ...(search.cursor && { cursor: search.cursor }) };
  return queryOptions({
    queryKey: keys.contacts(appId, query),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/contacts', { params: { path: { app_id: appId }, query }, signal })),
    placeholderData: keepPreviousData,
  });
};

/** How many contacts the conditions let through, exactly. */
export const contactCountQuery = (appId: string, search: ContactSearch) => {
  const query = contactFilter(search);
  return queryOptions({
    queryKey: keys.contacts(appId, { count: query }),
    queryFn: async ({ signal }) => {
      const path = { app_id: appId };
      return (await answer(api.GET('/api/v1/accounts/{app_id}/contacts/count', { params: { path, query }, signal })))
        .count;
    },
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
};

export const contactQuery = (appId: string, openid: string) =>
  queryOptions({
    queryKey: keys.contact(appId, openid),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/contacts/{openid}', { params: { path: { app_id: appId, openid } }, signal }),
      ),
    refetchInterval: 15_000,
  });

/** What a contact did and was sent, newest first, page by page. */
export function useTimeline(appId: string, openid: string) {
  return useInfiniteQuery({
    queryKey: keys.timeline(appId, openid),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/contacts/{openid}/timeline', {
          params: { path: { app_id: appId, openid }, query: { limit: 30, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
  });
}

/** Writes the remark of a contact, at WeChat and here; an empty one removes it. */
export function useSetRemark(appId: string, openid: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (remark: string) =>
      answer(
        api.PATCH('/api/v1/accounts/{app_id}/contacts/{openid}', {
          params: { path: { app_id: appId, openid } },
          body: { remark },
        }),
      ),
    onSuccess: (contact) => {
      cache.setQueryData(keys.contact(appId, openid), contact);
      return cache.invalidateQueries({ queryKey: [...keys.account(appId), 'contacts'] });
    },
  });
}

/** Who gets a tag or loses it: those named, or all followers whom the conditions let through. */
export type Tagging = {
  give: boolean;
  tagId: number;
  who: { openids: string[] } | { filter: ReturnType<typeof conditions> };
};

/** Gives contacts a tag or takes it, in the background; the banner tells how far that is. */
export function useTagging(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ give, tagId, who }: Tagging) => {
      const request = { params: { path: { app_id: appId } }, body: { tag_id: tagId, ...who } };
      return answer(
        give
          ? api.POST('/api/v1/accounts/{app_id}/contacts/tag', request)
          : api.POST('/api/v1/accounts/{app_id}/contacts/untag', request),
      );
    },
    onSuccess: ({ count }) => {
      // The banner follows from here on; it renews what the changes touch as they are done.
      cache.setQueryData(keys.tagging(appId), (state: TaggingState | undefined) =>
        state ? { ...state, waiting: state.waiting + count } : state,
      );
    },
  });
}
