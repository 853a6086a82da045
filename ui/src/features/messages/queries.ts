import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import { type MessageSearch, statesOf } from './search';

/** How many messages a page has. */
export const messagePage = 50;

/** The part of the address that decides what is listed. */
export const messageFilter = ({ tab = 'unsent', openid, cursor }: MessageSearch) => ({
  ...(statesOf[tab].length > 0 && { states: statesOf[tab] }),
  ...(openid && { openid }),
  ...(cursor && { cursor }),
});

/** One message as it is now: its address may be opened while it is on no page that is shown. */
export const messageQuery = (appId: string, id: string) =>
  queryOptions({
    queryKey: keys.message(appId, id),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/messages/{id}', { params: { path: { app_id: appId, id } }, signal })),
    staleTime: 2_000,
  });

/** A page of the customer-service messages, newest first. The first page is kept fresh while one looks at it. */
export const messagesQuery = (appId: string, search: MessageSearch) =>
  queryOptions({
    queryKey: keys.messages(appId, messageFilter(search)),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/messages', {
          params: { path: { app_id: appId }, query: { limit: messagePage, ...messageFilter(search) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: search.cursor ? false : 10_000,
    staleTime: 2_000,
  });
