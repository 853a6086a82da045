import { queryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';

/** How many tag changes WeChat has not done yet; asked often only while there are some. */
export const taggingQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.tagging(appId),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/contacts/tagging', { params: { path: { app_id: appId } }, signal })),
    refetchInterval: (query) => (query.state.data?.waiting ? 1_500 : 30_000),
    staleTime: 1_000,
  });

/** The changes that WeChat refused, page by page. */
export function useTaggingFailures(appId: string, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...keys.tagging(appId), 'failures'],
    enabled,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/contacts/tagging/failures', {
          params: { path: { app_id: appId }, query: { limit: 50, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
  });
}

/** Tries the refused changes once more, or drops them. */
export function useSettleTagging(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (verb: 'retry' | 'forget') => {
      const at = { params: { path: { app_id: appId } } };
      return answer(
        verb === 'retry'
          ? api.POST('/api/v1/accounts/{app_id}/contacts/tagging/retry', at)
          : api.POST('/api/v1/accounts/{app_id}/contacts/tagging/forget', at),
      );
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.tagging(appId) }),
  });
}
