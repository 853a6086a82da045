import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import type { EventSearch } from './search';

/** How many events a page has. */
export const eventPage = 50;

/** The part of the address that decides what is listed. */
export const eventFilter = ({ kind, answered, openid, cursor }: EventSearch) => ({
  ...(kind && { kind }),
  ...(answered && { answered }),
  ...(openid && { openid }),
  ...(cursor && { cursor }),
});

/** A page of the pushes, newest first. The first page is kept fresh while one looks at it. */
export const eventsQuery = (appId: string, search: EventSearch) =>
  queryOptions({
    queryKey: keys.events(appId, eventFilter(search)),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/events', {
          params: { path: { app_id: appId }, query: { limit: eventPage, ...eventFilter(search) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: search.cursor ? false : 10_000,
    staleTime: 2_000,
  });

/** One push with its raw text and what was answered, where the operator may see them. */
export const eventQuery = (appId: string, id: string) =>
  queryOptions({
    queryKey: keys.event(appId, id),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/events/{id}', { params: { path: { app_id: appId, id } }, signal })),
  });
